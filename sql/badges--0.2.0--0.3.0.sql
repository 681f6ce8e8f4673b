\echo Use "ALTER EXTENSION badges UPDATE TO '0.3.0'" to load this file. \quit

-- 0.2.0 to 0.3.0: no change of the SQL.
