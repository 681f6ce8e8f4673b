\echo Use "ALTER EXTENSION badges UPDATE TO '0.2.0'" to load this file. \quit

-- 0.1.0 to 0.2.0: Open Badges 3.0.
