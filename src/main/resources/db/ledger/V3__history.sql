-- SQL that SQLite and PostgreSQL both understand. What quotas were, for charts.

create table history_series (
    id     bigint       not null primary key,
    serial varchar(64)  not null,
    quota  varchar(100) not null,
    unique (serial, quota)
);

-- A row an hour. The hour's own figures, and its minutes, which are dropped long before them: see HourChunk.
create table history_hour (
    series  bigint           not null,
    at_hour bigint           not null,
    last    double precision not null,
    low     double precision not null,
    high    double precision not null,
    mean    double precision not null,
    weight  double precision not null,
    minutes bytea,
    primary key (series, at_hour)
);
create index history_hour_at on history_hour (at_hour);
create index history_hour_minutes on history_hour (at_hour) where minutes is not null;
