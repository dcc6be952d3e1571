"""Asks a served SCIM 2.0 API what scim2-tester asks of any: address in SCIM_URL, token in SCIM_TOKEN."""

import os
import sys

import httpx2
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import Status, check_server


def main() -> int:
    headers = {"Authorization": f"Bearer {os.environ['SCIM_TOKEN']}"}
    http = httpx2.Client(base_url=os.environ["SCIM_URL"], headers=headers, timeout=30)
    results = check_server(SyncSCIMClient(http))
    wrong = [one for one in results if one.status not in (Status.SUCCESS, Status.SKIPPED)]
    skipped = [one for one in results if one.status == Status.SKIPPED]
    for one in wrong:
        print(f"{one.status.name}: {one.title}: {one.reason}\n  {str(one.data)[:2000]}")
    for one in skipped:
        print(f"skipped: {one.title}: {one.reason}")
    print(f"{len(results) - len(wrong) - len(skipped)} passed, {len(wrong)} failed, {len(skipped)} skipped")
    return 1 if wrong or not results else 0


sys.exit(main())
