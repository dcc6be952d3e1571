SPDXVersion: SPDX-2.3
Created: 2026-11-24T10:00:00Z
Relationship: d DESCRIBES a
PackageName: n
SPDXID: a
PackageVersion: 1
PackageLicenseConcluded: MIT
ExternalRef: PACKAGE-MANAGER purl pkg:a/b
PackageComment: <text>x
y</text>
