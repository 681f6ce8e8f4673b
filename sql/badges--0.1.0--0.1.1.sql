\echo Use "ALTER EXTENSION badges UPDATE TO '0.1.1'" to load this file. \quit

-- 0.1.0 to 0.1.1: no change of the SQL.
