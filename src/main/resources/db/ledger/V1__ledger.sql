-- SQL that SQLite and PostgreSQL both understand. Instants are microseconds since 1970, UTC; bodies hold them in full.

-- Every entry, in order, each with a hash over itself and the one before.
create table ledger_entry (
    sequence   bigint      not null primary key,
    kind       varchar(32) not null,
    at_micros  bigint      not null,
    command_id bigint,
    serial     varchar(64),
    body       text        not null,
    hash       char(64)    not null
);
create index ledger_entry_command on ledger_entry (command_id, sequence);
create index ledger_entry_kind on ledger_entry (kind, sequence);
create index ledger_entry_serial on ledger_entry (serial, sequence);

-- One row a command, to find it by; all else about it stands in its entries.
create table ledger_command (
    id            bigint      not null primary key,
    serial        varchar(64) not null,
    opened_micros bigint      not null,
    outcome       varchar(16)
);
create index ledger_command_outcome on ledger_command (outcome, id);
create index ledger_command_serial on ledger_command (serial, id);

create table ledger_command_origin (
    command_id bigint       not null,
    origin     varchar(200) not null,
    primary key (origin, command_id)
);

-- What must survive a restart, by key; no history.
create table ledger_memory (
    memory_key varchar(300) not null primary key,
    value      text         not null
);
