-- SQL that SQLite and PostgreSQL both understand. Entries lie in blocks of many, packed; see docs/ledger.md for their form.

-- How far the ledger has come; one row.
create table ledger_head (
    turn     bigint   not null primary key,
    sequence bigint   not null,
    hash     char(64) not null,
    command  bigint   not null
);

-- Entries first_entry to last_entry, the oldest and the newest instant among them, the commands that were opened in them, and
-- the hash of the last.
create table ledger_block (
    first_entry   bigint   not null primary key,
    last_entry    bigint   not null,
    from_micros   bigint   not null,
    to_micros     bigint   not null,
    first_command bigint,
    last_command  bigint,
    hash          char(64) not null,
    bytes         bigint   not null,
    packed        bytea    not null
);
create index ledger_block_command on ledger_block (last_command);
-- So that their sum is known without a look at the blocks.
create index ledger_block_bytes on ledger_block (bytes);

-- What may be found in a block: see the class Marks.
create table ledger_mark (
    mark  varchar(220) not null,
    block bigint       not null,
    primary key (mark, block)
);
create index ledger_mark_block on ledger_mark (block);

-- Commands without an end, and the block in which each was opened.
create table ledger_open (
    command_id bigint not null primary key,
    block      bigint not null
);

-- Blocks that hold more of a command, beside the one in which it was opened.
create table ledger_span (
    command_id bigint not null,
    block      bigint not null,
    primary key (command_id, block)
);

insert into ledger_head (turn, sequence, hash, command)
values (0, 0, '0000000000000000000000000000000000000000000000000000000000000000', 0);
