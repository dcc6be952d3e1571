WITH own AS (
  SELECT oid, nspname FROM pg_namespace
  WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
), brought AS (
  SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
), relations AS (
  SELECT c.*, own.nspname || '.' || c.relname AS called FROM pg_class c JOIN own ON own.oid = c.relnamespace
  WHERE NOT EXISTS (SELECT FROM brought b WHERE b.classid = 'pg_class'::regclass AND b.objid = c.oid)
)
SELECT 'schema ' || nspname FROM own
UNION ALL
SELECT 'extension ' || extname || ' ' || extversion FROM pg_extension
UNION ALL
SELECT CASE relkind WHEN 'r' THEN 'table ' WHEN 'p' THEN 'partitioned table ' WHEN 'v' THEN 'view ' WHEN 'm' THEN 'materialised view '
    WHEN 'S' THEN 'sequence ' WHEN 'f' THEN 'foreign table ' ELSE 'relation ' END || called
  || CASE relpersistence WHEN 'u' THEN ' unlogged' ELSE '' END
  || CASE WHEN relrowsecurity THEN ' with row security' ELSE '' END
  || CASE WHEN relforcerowsecurity THEN ' forced' ELSE '' END
  || coalesce(' ' || pg_get_expr(relpartbound, oid), '')
  || coalesce(' with ' || array_to_string(reloptions, ', '), '')
  || CASE WHEN relkind IN ('v', 'm') THEN ' as ' || pg_get_viewdef(oid) ELSE '' END
FROM relations WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
UNION ALL
SELECT 'column ' || r.called || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
  || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
  || CASE a.attidentity WHEN 'a' THEN ' identity always' WHEN 'd' THEN ' identity' ELSE '' END
  || coalesce(CASE WHEN a.attgenerated <> '' THEN ' generated ' ELSE ' default ' END || pg_get_expr(d.adbin, d.adrelid), '')
  || coalesce(' collate ' || l.collname, '')
FROM relations r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef d ON d.adrelid = r.oid AND d.adnum = a.attnum
LEFT JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_collation l ON l.oid = a.attcollation AND a.attcollation <> t.typcollation
WHERE r.relkind IN ('r', 'p', 'f')
UNION ALL
SELECT 'constraint ' || r.called || '.' || c.conname || ' ' || pg_get_constraintdef(c.oid)
FROM pg_constraint c JOIN relations r ON r.oid = c.conrelid
UNION ALL
SELECT 'index ' || pg_get_indexdef(i.indexrelid) || CASE WHEN i.indisvalid THEN '' ELSE ' invalid' END
FROM pg_index i JOIN relations r ON r.oid = i.indrelid
UNION ALL
SELECT 'sequence of ' || r.called || ' ' || format_type(s.seqtypid, NULL) || ' from ' || s.seqstart || ' by ' || s.seqincrement
  || ' between ' || s.seqmin || ' and ' || s.seqmax || CASE WHEN s.seqcycle THEN ' cycle' ELSE '' END
FROM pg_sequence s JOIN relations r ON r.oid = s.seqrelid
UNION ALL
SELECT 'trigger ' || r.called || '.' || t.tgname || ' ' || pg_get_triggerdef(t.oid) || ' ' || t.tgenabled::text
FROM pg_trigger t JOIN relations r ON r.oid = t.tgrelid WHERE NOT t.tgisinternal
UNION ALL
SELECT 'policy ' || r.called || '.' || p.polname || ' ' || p.polcmd::text || ' ' || p.polpermissive
  || coalesce(' using ' || pg_get_expr(p.polqual, p.polrelid), '')
  || coalesce(' check ' || pg_get_expr(p.polwithcheck, p.polrelid), '')
FROM pg_policy p JOIN relations r ON r.oid = p.polrelid
UNION ALL
SELECT 'rule ' || r.called || ' ' || pg_get_ruledef(w.oid)
FROM pg_rewrite w JOIN relations r ON r.oid = w.ev_class WHERE w.rulename <> '_RETURN'
UNION ALL
SELECT 'function ' || pg_get_functiondef(p.oid)
FROM pg_proc p JOIN own ON own.oid = p.pronamespace
WHERE p.prokind IN ('f', 'p') AND NOT EXISTS (SELECT FROM brought b WHERE b.classid = 'pg_proc'::regclass AND b.objid = p.oid)
UNION ALL
SELECT 'type ' || own.nspname || '.' || t.typname || CASE t.typtype
    WHEN 'e' THEN ' enum ' || (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid)
    WHEN 'd' THEN ' domain ' || format_type(t.typbasetype, t.typtypmod) || CASE WHEN t.typnotnull THEN ' not null' ELSE '' END
      || coalesce(' default ' || t.typdefault, '')
      || coalesce((SELECT ' ' || string_agg(k.conname || ' ' || pg_get_constraintdef(k.oid), ', ' ORDER BY k.conname)
                   FROM pg_constraint k WHERE k.contypid = t.oid), '')
    ELSE ' ' || t.typtype::text END
FROM pg_type t JOIN own ON own.oid = t.typnamespace
WHERE (t.typtype IN ('e', 'd', 'r') OR (t.typtype = 'c' AND EXISTS (SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c')))
  AND NOT EXISTS (SELECT FROM brought b WHERE b.classid = 'pg_type'::regclass AND b.objid = t.oid)
UNION ALL
SELECT 'comment on ' || r.called || coalesce('.' || a.attname, '') || ' ' || d.description
FROM pg_description d JOIN relations r ON d.classoid = 'pg_class'::regclass AND d.objoid = r.oid
LEFT JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = d.objsubid AND d.objsubid > 0
UNION ALL
SELECT 'rights on ' || called || ' ' || array_to_string(ARRAY(SELECT unnest(relacl)::text ORDER BY 1), ', ')
FROM relations WHERE relacl IS NOT NULL
