-- Commands are dropped together with their old entries: finds what belongs to one.
create index ledger_command_origin_command on ledger_command_origin (command_id);
