select hello();
select extname from pg_extension order by 1;
