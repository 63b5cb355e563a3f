using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace Wangting.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "billing_adjustments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    holder_party_id = table.Column<Guid>(type: "uuid", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    reason = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    bill_id = table.Column<Guid>(type: "uuid", nullable: true),
                    dispute_id = table.Column<Guid>(type: "uuid", nullable: true),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    proposed_by = table.Column<Guid>(type: "uuid", nullable: false),
                    proposed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    decided_by = table.Column<Guid>(type: "uuid", nullable: true),
                    decided_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    answer = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    idempotency_key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_billing_adjustments", x => x.id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 85);

            migrationBuilder.CreateTable(
                name: "billing_advance_charges",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    product_id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    @for = table.Column<DateOnly>(name: "for", type: "date", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_billing_advance_charges", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "billing_advances",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    holder_party_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    fee = table.Column<long>(type: "bigint", nullable: false),
                    left = table.Column<long>(type: "bigint", nullable: false),
                    bucket_id = table.Column<Guid>(type: "uuid", nullable: false),
                    idempotency_key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    taken_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    repaid_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    live_account_id = table.Column<Guid>(type: "uuid", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_billing_advances", x => x.id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 85);

            migrationBuilder.CreateTable(
                name: "billing_allocations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    transaction_id = table.Column<Guid>(type: "uuid", nullable: false),
                    payment_id = table.Column<Guid>(type: "uuid", nullable: true),
                    bucket_id = table.Column<Guid>(type: "uuid", nullable: true),
                    bill_id = table.Column<Guid>(type: "uuid", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_billing_allocations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "billing_allowance_balances",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    line_id = table.Column<Guid>(type: "uuid", nullable: false),
                    product_id = table.Column<Guid>(type: "uuid", nullable: false),
                    period_from = table.Column<DateOnly>(type: "date", nullable: false),
                    period_to = table.Column<DateOnly>(type: "date", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    unit = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    granted = table.Column<long>(type: "bigint", nullable: false),
                    used = table.Column<long>(type: "bigint", nullable: false),
                    expires_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_billing_allowance_balances", x => x.id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 85);

            migrationBuilder.CreateTable(
                name: "billing_allowance_rests",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    pool_id = table.Column<Guid>(type: "uuid", nullable: false),
                    product_id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    into = table.Column<DateOnly>(type: "date", nullable: false),
                    left = table.Column<long>(type: "bigint", nullable: false),
                    usable_from = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    expires = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    granted = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_billing_allowance_rests", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "billing_auto_charges",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    auto_pay_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bill_id = table.Column<Guid>(type: "uuid", nullable: false),
                    announced = table.Column<long>(type: "bigint", nullable: false),
                    first_on = table.Column<DateOnly>(type: "date", nullable: false),
                    charge_on = table.Column<DateOnly>(type: "date", nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    failed = table.Column<int>(type: "integer", nullable: false),
                    started = table.Column<int>(type: "integer", nullable: false),
                    payment_id = table.Column<Guid>(type: "uuid", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_billing_auto_charges", x => x.id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 85);

            migrationBuilder.CreateTable(
                name: "billing_auto_pays",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    holder_party_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    gateway = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    method = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    language = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    idempotency_key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    gateway_reference = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    asked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    looked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    on_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    live_account_id = table.Column<Guid>(type: "uuid", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_billing_auto_pays", x => x.id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 85);

            migrationBuilder.CreateTable(
                name: "billing_balance_acts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    holder_party_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bucket_id = table.Column<Guid>(type: "uuid", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    reason = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    payment_id = table.Column<Guid>(type: "uuid", nullable: true),
                    reservation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    channel = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    asked_by = table.Column<Guid>(type: "uuid", nullable: false),
                    idempotency_key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    fingerprint = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    asked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_billing_balance_acts", x => x.id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 85);

            migrationBuilder.CreateTable(
                name: "billing_balance_transfers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    to_account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    to_number = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    bucket_id = table.Column<Guid>(type: "uuid", nullable: false),
                    idempotency_key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    undone_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_billing_balance_transfers", x => x.id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 85);

            migrationBuilder.CreateTable(
                name: "billing_bills",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    holder_party_id = table.Column<Guid>(type: "uuid", nullable: false),
                    period_from = table.Column<DateOnly>(type: "date", nullable: false),
                    period_to = table.Column<DateOnly>(type: "date", nullable: false),
                    issued_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    total = table.Column<long>(type: "bigint", nullable: false),
                    tax = table.Column<long>(type: "bigint", nullable: false),
                    paid_elsewhere = table.Column<long>(type: "bigint", nullable: false),
                    outstanding = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    mark = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    cycle_id = table.Column<Guid>(type: "uuid", nullable: true),
                    credit_of = table.Column<Guid>(type: "uuid", nullable: true),
                    credited_by = table.Column<Guid>(type: "uuid", nullable: true),
                    source_system = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    source_id = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    source_version = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_billing_bills", x => x.id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 85);

            migrationBuilder.CreateTable(
                name: "billing_buckets",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    key = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    scope_line_id = table.Column<Guid>(type: "uuid", nullable: true),
                    scope_kinds = table.Column<string>(type: "text", nullable: false),
                    expires_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    refundable = table.Column<bool>(type: "boolean", nullable: false),
                    transferable = table.Column<bool>(type: "boolean", nullable: false),
                    invoiceable = table.Column<bool>(type: "boolean", nullable: false),
                    draw_order = table.Column<int>(type: "integer", nullable: false),
                    release_each_month = table.Column<long>(type: "bigint", nullable: true),
                    release_from = table.Column<DateOnly>(type: "date", nullable: true),
                    put_in = table.Column<long>(type: "bigint", nullable: false),
                    balance = table.Column<long>(type: "bigint", nullable: false),
                    reserved = table.Column<long>(type: "bigint", nullable: false),
                    opened_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    source_system = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    source_id = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    source_version = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_billing_buckets", x => x.id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 85);

            migrationBuilder.CreateTable(
                name: "billing_cycles",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<int>(type: "integer", nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    to = table.Column<DateOnly>(type: "date", nullable: false),
                    cut_off = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_billing_cycles", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "billing_disputes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    bill_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bill_line_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    holder_party_id = table.Column<Guid>(type: "uuid", nullable: false),
                    asked_by = table.Column<Guid>(type: "uuid", nullable: false),
                    channel = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    charge = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    reason = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    evidence = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    opened_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    credit = table.Column<long>(type: "bigint", nullable: false),
                    answer = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    decided_by = table.Column<Guid>(type: "uuid", nullable: true),
                    decided_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    language = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    idempotency_key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_billing_disputes", x => x.id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 85);

            migrationBuilder.CreateTable(
                name: "billing_forwarded_payments",
                columns: table => new
                {
                    payment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    tried_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    reference = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    why = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_billing_forwarded_payments", x => x.payment_id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 85);

            migrationBuilder.CreateTable(
                name: "billing_ledger_transactions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    key = table.Column<string>(type: "character varying(160)", maxLength: 160, nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_billing_ledger_transactions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "billing_mirrored_accounts",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    as_of = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    tried_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    looked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    failure_code = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    failure_detail = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    owners_holder = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    answered = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_billing_mirrored_accounts", x => x.account_id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 85);

            migrationBuilder.CreateTable(
                name: "billing_one_off_charges",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    line_id = table.Column<Guid>(type: "uuid", nullable: true),
                    code = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    key = table.Column<string>(type: "character varying(160)", maxLength: 160, nullable: false),
                    name = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    tax_class = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    bill_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_billing_one_off_charges", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "billing_parked_usage",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    source_system = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    source_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    reason = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    event_closed = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    named = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    started_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    cancels = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    first_seen_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    tried_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_billing_parked_usage", x => x.id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 85);

            migrationBuilder.CreateTable(
                name: "billing_payment_methods",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    automatic = table.Column<bool>(type: "boolean", nullable: false),
                    source_system = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    source_id = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    source_version = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_billing_payment_methods", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "billing_payment_responsibilities",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    line_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    to = table.Column<DateOnly>(type: "date", nullable: true),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    cap = table.Column<long>(type: "bigint", nullable: true),
                    rank = table.Column<int>(type: "integer", nullable: false),
                    source_system = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    source_id = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    source_version = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_billing_payment_responsibilities", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "billing_payments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    holder_party_id = table.Column<Guid>(type: "uuid", nullable: false),
                    payer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    acting_for = table.Column<Guid>(type: "uuid", nullable: true),
                    channel = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    bill_id = table.Column<Guid>(type: "uuid", nullable: true),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    gateway = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    method = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    language = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    gateway_reference = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    idempotency_key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    fingerprint = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    started_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    failure_code = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    told_minor = table.Column<long>(type: "bigint", nullable: true),
                    told_currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: true),
                    asked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    source_system = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    source_id = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    source_version = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_billing_payments", x => x.id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 85);

            migrationBuilder.CreateTable(
                name: "billing_refunds",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bucket_id = table.Column<Guid>(type: "uuid", nullable: false),
                    payment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    asked_by = table.Column<Guid>(type: "uuid", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    idempotency_key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    part = table.Column<int>(type: "integer", nullable: false),
                    fingerprint = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    asked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_billing_refunds", x => x.id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 85);

            migrationBuilder.CreateTable(
                name: "billing_run_faults",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    run_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    why = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_billing_run_faults", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "billing_stated_charges",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    months = table.Column<int>(type: "integer", nullable: true),
                    as_of = table.Column<DateOnly>(type: "date", nullable: true),
                    source_system = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    source_id = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    source_version = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_billing_stated_charges", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "billing_usage_cancellations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    record_id = table.Column<Guid>(type: "uuid", nullable: false),
                    source_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    accepted_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_billing_usage_cancellations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "billing_usage_records",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    line_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    started_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    offset_minutes = table.Column<int>(type: "integer", nullable: false),
                    quantity = table.Column<long>(type: "bigint", nullable: false),
                    charged_quantity = table.Column<long>(type: "bigint", nullable: false),
                    unit = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    direction = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    peer_closed = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    peer_masked = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    place = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    seconds = table.Column<int>(type: "integer", nullable: false),
                    to_zone = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    at_zone = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    charge = table.Column<long>(type: "bigint", nullable: false),
                    rated_here = table.Column<bool>(type: "boolean", nullable: false),
                    accepted_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    source_system = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    source_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_billing_usage_records", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "billing_voucher_batches",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    count = table.Column<int>(type: "integer", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    promotional = table.Column<bool>(type: "boolean", nullable: false),
                    days_to_use = table.Column<int>(type: "integer", nullable: true),
                    ends_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    made_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    activated_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    blocked_why = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_billing_voucher_batches", x => x.id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 85);

            migrationBuilder.CreateTable(
                name: "catalogue_holidays",
                columns: table => new
                {
                    day = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_catalogue_holidays", x => x.day);
                });

            migrationBuilder.CreateTable(
                name: "catalogue_items",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    description = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    updated_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    of = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_catalogue_items", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "catalogue_offers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    updated_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    source_system = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    source_id = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    source_version = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_catalogue_offers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "catalogue_tax_rates",
                columns: table => new
                {
                    @class = table.Column<string>(name: "class", type: "character varying(100)", maxLength: 100, nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    rate = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_catalogue_tax_rates", x => new { x.@class, x.from });
                });

            migrationBuilder.CreateTable(
                name: "catalogue_zone_prefixes",
                columns: table => new
                {
                    prefix = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    zone = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_catalogue_zone_prefixes", x => x.prefix);
                });

            migrationBuilder.CreateTable(
                name: "catalogue_zones",
                columns: table => new
                {
                    code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_catalogue_zones", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "customers_billing_terms",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    description = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    cycle_day = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_customers_billing_terms", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "customers_parties",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    family_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    given_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    name_key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    birth_date = table.Column<DateOnly>(type: "date", nullable: true),
                    gender = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    language = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    parent_id = table.Column<Guid>(type: "uuid", nullable: true),
                    path = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    attributes = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    source_system = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    source_id = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    source_version = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_customers_parties", x => x.id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 85);

            migrationBuilder.CreateTable(
                name: "identity_bindings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bound_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_bindings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "identity_clients",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    client_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    name = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    secret_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    redirect_uris = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    signed_out_uris = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    scopes = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    embed_origin = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    first_party = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    disabled_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_clients", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "identity_codes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    purpose = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    target = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    asked_by = table.Column<Guid>(type: "uuid", nullable: true),
                    tenure_id = table.Column<Guid>(type: "uuid", nullable: true),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: true),
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    language = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    asked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    tries_left = table.Column<int>(type: "integer", nullable: false),
                    used_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_codes", x => x.id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 85);

            migrationBuilder.CreateTable(
                name: "identity_devices",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: false),
                    key_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    first_seen_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    seen_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    removed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_devices", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "identity_limit_counts",
                columns: table => new
                {
                    key = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    window_start = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    count = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_limit_counts", x => new { x.key, x.window_start });
                });

            migrationBuilder.CreateTable(
                name: "identity_numbers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    value = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: true),
                    since = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    until = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    password_hash = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    password_set_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    voice_pin_hash = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    sim_changed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_numbers", x => x.id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 85);

            migrationBuilder.CreateTable(
                name: "identity_passkeys",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: false),
                    credential_id = table.Column<byte[]>(type: "bytea", maxLength: 1023, nullable: false),
                    public_key = table.Column<byte[]>(type: "bytea", nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    used_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    sign_count = table.Column<long>(type: "bigint", nullable: false),
                    transports = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    user_verified = table.Column<bool>(type: "boolean", nullable: false),
                    backup_eligible = table.Column<bool>(type: "boolean", nullable: false),
                    backed_up = table.Column<bool>(type: "boolean", nullable: false),
                    attestation = table.Column<byte[]>(type: "bytea", nullable: false),
                    client_data = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_passkeys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "identity_qr_sign_ins",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    secret_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    browser = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    address = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    confirmed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: true),
                    tenure_id = table.Column<Guid>(type: "uuid", nullable: true),
                    level = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    proven_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    by_line = table.Column<bool>(type: "boolean", nullable: false),
                    refused_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    used_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_qr_sign_ins", x => x.id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 85);

            migrationBuilder.CreateTable(
                name: "identity_sessions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenure_id = table.Column<Guid>(type: "uuid", nullable: true),
                    device_id = table.Column<Guid>(type: "uuid", nullable: false),
                    channel = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    started_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    seen_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    address = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    level = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    proven_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    by_line = table.Column<bool>(type: "boolean", nullable: false),
                    method = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    had_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    known_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_sessions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "identity_signing_keys",
                columns: table => new
                {
                    number = table.Column<int>(type: "integer", nullable: false),
                    key_id = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    wrapped = table.Column<byte[]>(type: "bytea", maxLength: 1000, nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    signs_from = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_signing_keys", x => x.number);
                });

            migrationBuilder.CreateTable(
                name: "identity_staff",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    name_key = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    display_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    password_hash = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    one_time_until = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    totp_secret = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    enrolled_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    totp_step = table.Column<long>(type: "bigint", nullable: false),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    locked_until = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    disabled_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_staff", x => x.id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 85);

            migrationBuilder.CreateTable(
                name: "identity_staff_roles",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    title = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_staff_roles", x => x.id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 85);

            migrationBuilder.CreateTable(
                name: "identity_subjects",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    language = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: true),
                    email_key = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: true),
                    email_proven_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    closed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_subjects", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "import_runs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    file_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    file_fingerprint = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    map_fingerprint = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    source = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false),
                    once_done = table.Column<bool>(type: "boolean", nullable: false),
                    rejects_length = table.Column<long>(type: "bigint", nullable: false),
                    totals = table.Column<string>(type: "character varying(16000)", maxLength: 16000, nullable: false),
                    started_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_import_runs", x => x.id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 85);

            migrationBuilder.CreateTable(
                name: "journeys_confirmations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: false),
                    key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    journey = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    journey_version = table.Column<int>(type: "integer", nullable: false),
                    channel = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    language = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    words = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    charge = table.Column<long>(type: "bigint", nullable: true),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    reference = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    refusal_code = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_journeys_confirmations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "journeys_sessions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: false),
                    channel = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    journey = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    state = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: false),
                    resume_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    resume_until = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    finished = table.Column<bool>(type: "boolean", nullable: false),
                    started_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    touched_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_journeys_sessions", x => x.id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 85);

            migrationBuilder.CreateTable(
                name: "journeys_switches",
                columns: table => new
                {
                    journey = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    off_since = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    by = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_journeys_switches", x => x.journey);
                });

            migrationBuilder.CreateTable(
                name: "journeys_uses",
                columns: table => new
                {
                    subject_id = table.Column<Guid>(type: "uuid", nullable: false),
                    journey = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    times = table.Column<int>(type: "integer", nullable: false),
                    last_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_journeys_uses", x => new { x.subject_id, x.journey });
                });

            migrationBuilder.CreateTable(
                name: "kernel_audit",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    actor_kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    actor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    acting_for = table.Column<Guid>(type: "uuid", nullable: true),
                    channel = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    address = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    act = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    party_id = table.Column<Guid>(type: "uuid", nullable: true),
                    object_kind = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    object_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    purpose = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    details = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true),
                    trace_id = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    sequence = table.Column<long>(type: "bigint", nullable: true),
                    hash = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_kernel_audit", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "kernel_changes",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    transaction = table.Column<long>(type: "bigint", nullable: false, defaultValueSql: "pg_current_xact_id()::text::bigint"),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    about = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_kernel_changes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "kernel_extras",
                columns: table => new
                {
                    kind = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    object_id = table.Column<Guid>(type: "uuid", nullable: false),
                    path = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    value = table.Column<string>(type: "character varying(16000)", maxLength: 16000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_kernel_extras", x => new { x.object_id, x.kind, x.path, x.ordinal });
                });

            migrationBuilder.CreateTable(
                name: "kernel_keys",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    value = table.Column<string>(type: "character varying(8000)", maxLength: 8000, nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_kernel_keys", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "kernel_outbox",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    body = table.Column<string>(type: "character varying(16000)", maxLength: 16000, nullable: false),
                    key = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    due_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    leased_by = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    leased_until = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    parked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    last_error = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_kernel_outbox", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "kernel_schedules",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    next_due = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    last_started = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    last_ended = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    last_error = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_kernel_schedules", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "notices_listeners",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    client_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    grant_id = table.Column<Guid>(type: "uuid", nullable: true),
                    api = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    callback = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    query = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    types = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    root = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    secret_closed = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    next_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    failing_since = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    leased_until = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notices_listeners", x => x.id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 85);

            migrationBuilder.CreateTable(
                name: "notices_messages",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    medium = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    @class = table.Column<string>(name: "class", type: "character varying(40)", maxLength: 40, nullable: false),
                    recipient = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    tenure_id = table.Column<Guid>(type: "uuid", nullable: true),
                    text_key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    language = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    subject = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    body = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true),
                    secret = table.Column<bool>(type: "boolean", nullable: false),
                    dedupe_key = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    queued_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    due_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    useless_after = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    sent_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    arrival = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    arrival_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    read_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notices_messages", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "notices_preferences",
                columns: table => new
                {
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    @class = table.Column<string>(name: "class", type: "character varying(40)", maxLength: 40, nullable: false),
                    medium = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    wanted = table.Column<bool>(type: "boolean", nullable: false),
                    reason = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    changed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notices_preferences", x => new { x.person_id, x.@class, x.medium });
                });

            migrationBuilder.CreateTable(
                name: "notices_simulated",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    medium = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    recipient = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    subject = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    body = table.Column<string>(type: "character varying(8000)", maxLength: 8000, nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notices_simulated", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "resources_numbers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    value = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    level = table.Column<int>(type: "integer", nullable: false),
                    area = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: true),
                    rest_until = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    source_system = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    source_id = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    source_version = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_resources_numbers", x => x.id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 85);

            migrationBuilder.CreateTable(
                name: "subscriptions_contracts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    line_id = table.Column<Guid>(type: "uuid", nullable: true),
                    name = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    term_months = table.Column<int>(type: "integer", nullable: false),
                    from = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    to = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    source_system = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    source_id = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    source_version = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_subscriptions_contracts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "subscriptions_lines",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    holder_party_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    label = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    from = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    to = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    source_system = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    source_id = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    source_version = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_subscriptions_lines", x => x.id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 85);

            migrationBuilder.CreateTable(
                name: "billing_bill_lines",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    bill_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    line_id = table.Column<Guid>(type: "uuid", nullable: true),
                    service_identifier = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    product_id = table.Column<Guid>(type: "uuid", nullable: true),
                    code = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    text = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    quantity = table.Column<long>(type: "bigint", nullable: true),
                    unit = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    tax = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_billing_bill_lines", x => x.id);
                    table.ForeignKey(
                        name: "FK_billing_bill_lines_billing_bills_bill_id",
                        column: x => x.bill_id,
                        principalTable: "billing_bills",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "billing_bill_requests",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    description = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    asked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    bill_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_billing_bill_requests", x => x.id);
                    table.ForeignKey(
                        name: "FK_billing_bill_requests_billing_bills_bill_id",
                        column: x => x.bill_id,
                        principalTable: "billing_bills",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "billing_dunning_steps",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    bill_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    day = table.Column<int>(type: "integer", nullable: false),
                    act = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    owed = table.Column<long>(type: "bigint", nullable: false),
                    taken_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    taken_on = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_billing_dunning_steps", x => x.id);
                    table.ForeignKey(
                        name: "FK_billing_dunning_steps_billing_bills_bill_id",
                        column: x => x.bill_id,
                        principalTable: "billing_bills",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "billing_runs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    cycle_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    trial = table.Column<bool>(type: "boolean", nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    started_by = table.Column<Guid>(type: "uuid", nullable: false),
                    started_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_billing_runs", x => x.id);
                    table.ForeignKey(
                        name: "FK_billing_runs_billing_cycles_cycle_id",
                        column: x => x.cycle_id,
                        principalTable: "billing_cycles",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "billing_ledger_entries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    transaction_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    item_id = table.Column<Guid>(type: "uuid", nullable: true),
                    amount = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_billing_ledger_entries", x => x.id);
                    table.ForeignKey(
                        name: "FK_billing_ledger_entries_billing_ledger_transactions_transact~",
                        column: x => x.transaction_id,
                        principalTable: "billing_ledger_transactions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "billing_vouchers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    batch_id = table.Column<Guid>(type: "uuid", nullable: false),
                    serial = table.Column<int>(type: "integer", nullable: false),
                    code_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    redeemed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    redeemed_by = table.Column<Guid>(type: "uuid", nullable: true),
                    redeem_key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    account_id = table.Column<Guid>(type: "uuid", nullable: true),
                    bucket_id = table.Column<Guid>(type: "uuid", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_billing_vouchers", x => x.id);
                    table.ForeignKey(
                        name: "FK_billing_vouchers_billing_voucher_batches_batch_id",
                        column: x => x.batch_id,
                        principalTable: "billing_voucher_batches",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 85);

            migrationBuilder.CreateTable(
                name: "catalogue_versions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    offer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    on_sale_from = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    on_sale_to = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    tariff_number = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    area = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    description = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    pinned = table.Column<bool>(type: "boolean", nullable: false),
                    terms = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_catalogue_versions", x => x.id);
                    table.ForeignKey(
                        name: "FK_catalogue_versions_catalogue_offers_offer_id",
                        column: x => x.offer_id,
                        principalTable: "catalogue_offers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "customers_consents",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    party_id = table.Column<Guid>(type: "uuid", nullable: false),
                    purpose = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    text_shown = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    channel = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    given_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    withdrawn_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_customers_consents", x => x.id);
                    table.ForeignKey(
                        name: "FK_customers_consents_customers_parties_party_id",
                        column: x => x.party_id,
                        principalTable: "customers_parties",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "customers_contacts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    party_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    value = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    value_key = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    preferred = table.Column<bool>(type: "boolean", nullable: false),
                    verified_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    from = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    to = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_customers_contacts", x => x.id);
                    table.ForeignKey(
                        name: "FK_customers_contacts_customers_parties_party_id",
                        column: x => x.party_id,
                        principalTable: "customers_parties",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "customers_customers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    party_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    @class = table.Column<string>(name: "class", type: "character varying(40)", maxLength: 40, nullable: false),
                    brand = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    tier = table.Column<int>(type: "integer", nullable: false),
                    area = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    since = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    closed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    source_system = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    source_id = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    source_version = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_customers_customers", x => x.id);
                    table.ForeignKey(
                        name: "FK_customers_customers_customers_parties_party_id",
                        column: x => x.party_id,
                        principalTable: "customers_parties",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 85);

            migrationBuilder.CreateTable(
                name: "customers_documents",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    party_id = table.Column<Guid>(type: "uuid", nullable: false),
                    type = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    number_closed = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    number_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    number_masked = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    valid_until = table.Column<DateOnly>(type: "date", nullable: true),
                    verified_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_customers_documents", x => x.id);
                    table.ForeignKey(
                        name: "FK_customers_documents_customers_parties_party_id",
                        column: x => x.party_id,
                        principalTable: "customers_parties",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "customers_embeds",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    client_id = table.Column<Guid>(type: "uuid", nullable: false),
                    origin = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    viewer = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    party_id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    part = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    purpose = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    allowed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    begin_by = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    shown_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    handle_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    ends_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_customers_embeds", x => x.id);
                    table.ForeignKey(
                        name: "FK_customers_embeds_customers_parties_party_id",
                        column: x => x.party_id,
                        principalTable: "customers_parties",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 85);

            migrationBuilder.CreateTable(
                name: "customers_grants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: true),
                    line_id = table.Column<Guid>(type: "uuid", nullable: true),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    rights = table.Column<int>(type: "integer", maxLength: 40, nullable: false),
                    basis = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    from = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    to = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    consent_id = table.Column<Guid>(type: "uuid", nullable: true),
                    given_by = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_customers_grants", x => x.id);
                    table.CheckConstraint("ck_customers_grants_one_object", "(CASE WHEN account_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN line_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN organisation_id IS NULL THEN 0 ELSE 1 END) = 1");
                    table.ForeignKey(
                        name: "FK_customers_grants_customers_parties_person_id",
                        column: x => x.person_id,
                        principalTable: "customers_parties",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "customers_openings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    opener_id = table.Column<Guid>(type: "uuid", nullable: false),
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    party_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    note = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    until = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_customers_openings", x => x.id);
                    table.ForeignKey(
                        name: "FK_customers_openings_customers_parties_party_id",
                        column: x => x.party_id,
                        principalTable: "customers_parties",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "customers_preferences",
                columns: table => new
                {
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    language = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    mode = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: true),
                    elder = table.Column<bool>(type: "boolean", nullable: false),
                    tiles = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_customers_preferences", x => x.person_id);
                    table.ForeignKey(
                        name: "FK_customers_preferences_customers_parties_person_id",
                        column: x => x.person_id,
                        principalTable: "customers_parties",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 85);

            migrationBuilder.CreateTable(
                name: "customers_side_accounts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    holder_party_id = table.Column<Guid>(type: "uuid", nullable: true),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    opened_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    changed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_customers_side_accounts", x => x.id);
                    table.ForeignKey(
                        name: "FK_customers_side_accounts_customers_parties_holder_party_id",
                        column: x => x.holder_party_id,
                        principalTable: "customers_parties",
                        principalColumn: "id");
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 85);

            migrationBuilder.CreateTable(
                name: "customers_touches",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    party_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    channel = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    channel_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    direction = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    reason = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    words = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    told_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    values = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    object_kind = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    object_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    actor_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_customers_touches", x => x.id);
                    table.ForeignKey(
                        name: "FK_customers_touches_customers_parties_party_id",
                        column: x => x.party_id,
                        principalTable: "customers_parties",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "identity_client_consents",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    client_id = table.Column<Guid>(type: "uuid", nullable: false),
                    scopes = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    given_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    withdrawn_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_client_consents", x => x.id);
                    table.ForeignKey(
                        name: "FK_identity_client_consents_identity_clients_client_id",
                        column: x => x.client_id,
                        principalTable: "identity_clients",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 85);

            migrationBuilder.CreateTable(
                name: "identity_client_grants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    client_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    scopes = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    opened_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    serial = table.Column<int>(type: "integer", nullable: false),
                    turned_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_client_grants", x => x.id);
                    table.ForeignKey(
                        name: "FK_identity_client_grants_identity_clients_client_id",
                        column: x => x.client_id,
                        principalTable: "identity_clients",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "identity_staff_recovery_codes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    staff_id = table.Column<Guid>(type: "uuid", nullable: false),
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    used_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_staff_recovery_codes", x => x.id);
                    table.ForeignKey(
                        name: "FK_identity_staff_recovery_codes_identity_staff_staff_id",
                        column: x => x.staff_id,
                        principalTable: "identity_staff",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "identity_staff_sessions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    staff_id = table.Column<Guid>(type: "uuid", nullable: false),
                    started_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    proven_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    seen_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    address = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_staff_sessions", x => x.id);
                    table.ForeignKey(
                        name: "FK_identity_staff_sessions_identity_staff_staff_id",
                        column: x => x.staff_id,
                        principalTable: "identity_staff",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "identity_staff_posts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    staff_id = table.Column<Guid>(type: "uuid", nullable: false),
                    role_id = table.Column<Guid>(type: "uuid", nullable: false),
                    area = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_staff_posts", x => x.id);
                    table.ForeignKey(
                        name: "FK_identity_staff_posts_identity_staff_roles_role_id",
                        column: x => x.role_id,
                        principalTable: "identity_staff_roles",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_identity_staff_posts_identity_staff_staff_id",
                        column: x => x.staff_id,
                        principalTable: "identity_staff",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "identity_staff_role_permissions",
                columns: table => new
                {
                    role_id = table.Column<Guid>(type: "uuid", nullable: false),
                    permission = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_staff_role_permissions", x => new { x.role_id, x.permission });
                    table.ForeignKey(
                        name: "FK_identity_staff_role_permissions_identity_staff_roles_role_id",
                        column: x => x.role_id,
                        principalTable: "identity_staff_roles",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "notices_listener_events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    listener_id = table.Column<Guid>(type: "uuid", nullable: false),
                    body = table.Column<string>(type: "character varying(400000)", maxLength: 400000, nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notices_listener_events", x => x.id);
                    table.ForeignKey(
                        name: "FK_notices_listener_events_notices_listeners_listener_id",
                        column: x => x.listener_id,
                        principalTable: "notices_listeners",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "subscriptions_products",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    line_id = table.Column<Guid>(type: "uuid", nullable: true),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    offer_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    negotiated_monthly = table.Column<long>(type: "bigint", nullable: true),
                    from = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    to = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    source_system = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    source_id = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    source_version = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_subscriptions_products", x => x.id);
                    table.ForeignKey(
                        name: "FK_subscriptions_products_subscriptions_lines_line_id",
                        column: x => x.line_id,
                        principalTable: "subscriptions_lines",
                        principalColumn: "id");
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 85);

            migrationBuilder.CreateTable(
                name: "subscriptions_restrictions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    line_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    scope = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    from = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    to = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_subscriptions_restrictions", x => x.id);
                    table.ForeignKey(
                        name: "FK_subscriptions_restrictions_subscriptions_lines_line_id",
                        column: x => x.line_id,
                        principalTable: "subscriptions_lines",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "subscriptions_tenures",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    line_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    value = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    from = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    to = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    end_reason = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_subscriptions_tenures", x => x.id);
                    table.ForeignKey(
                        name: "FK_subscriptions_tenures_subscriptions_lines_line_id",
                        column: x => x.line_id,
                        principalTable: "subscriptions_lines",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "billing_run_parts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    run_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    from_account = table.Column<Guid>(type: "uuid", nullable: false),
                    to_account = table.Column<Guid>(type: "uuid", nullable: true),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    taken_as = table.Column<Guid>(type: "uuid", nullable: true),
                    taken_until = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    accounts = table.Column<int>(type: "integer", nullable: false),
                    bills = table.Column<int>(type: "integer", nullable: false),
                    total = table.Column<long>(type: "bigint", nullable: false),
                    parked = table.Column<int>(type: "integer", nullable: false),
                    faults = table.Column<int>(type: "integer", nullable: false),
                    done_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_billing_run_parts", x => x.id);
                    table.ForeignKey(
                        name: "FK_billing_run_parts_billing_runs_run_id",
                        column: x => x.run_id,
                        principalTable: "billing_runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "catalogue_allowances",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    offer_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    usage = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    quantity = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    priority = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_catalogue_allowances", x => x.id);
                    table.ForeignKey(
                        name: "FK_catalogue_allowances_catalogue_versions_offer_version_id",
                        column: x => x.offer_version_id,
                        principalTable: "catalogue_versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "catalogue_prices",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    offer_version_id = table.Column<Guid>(type: "uuid", nullable: true),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    unit_price = table.Column<long>(type: "bigint", nullable: false),
                    block_size = table.Column<long>(type: "bigint", nullable: false),
                    usage = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    tax_included = table.Column<bool>(type: "boolean", nullable: false),
                    updated_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_catalogue_prices", x => x.id);
                    table.ForeignKey(
                        name: "FK_catalogue_prices_catalogue_versions_offer_version_id",
                        column: x => x.offer_version_id,
                        principalTable: "catalogue_versions",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "customers_accounts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    holder_party_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    mode = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    cycle_day = table.Column<int>(type: "integer", nullable: false),
                    paper_bill = table.Column<bool>(type: "boolean", nullable: false),
                    opened_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    closed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    source_system = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    source_id = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    source_version = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_customers_accounts", x => x.id);
                    table.ForeignKey(
                        name: "FK_customers_accounts_customers_customers_customer_id",
                        column: x => x.customer_id,
                        principalTable: "customers_customers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_customers_accounts_customers_parties_holder_party_id",
                        column: x => x.holder_party_id,
                        principalTable: "customers_parties",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 85);

            migrationBuilder.CreateTable(
                name: "subscriptions_product_shares",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    product_id = table.Column<Guid>(type: "uuid", nullable: false),
                    line_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    to = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_subscriptions_product_shares", x => x.id);
                    table.ForeignKey(
                        name: "FK_subscriptions_product_shares_subscriptions_lines_line_id",
                        column: x => x.line_id,
                        principalTable: "subscriptions_lines",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_subscriptions_product_shares_subscriptions_products_product~",
                        column: x => x.product_id,
                        principalTable: "subscriptions_products",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.InsertData(
                table: "catalogue_items",
                columns: new[] { "id", "description", "kind", "name", "of", "status", "updated_at" },
                values: new object[,]
                {
                    { new Guid("00000000-0000-7000-8000-00000000ca00"), null, "Catalog", "Wangting", null, "Active", new DateTime(2026, 1, 1, 0, 0, 0, 0, DateTimeKind.Utc) },
                    { new Guid("00000000-0000-7000-8000-00000000ca01"), null, "Category", "Plan", "Plan", "Active", new DateTime(2026, 1, 1, 0, 0, 0, 0, DateTimeKind.Utc) },
                    { new Guid("00000000-0000-7000-8000-00000000ca02"), null, "Category", "AddOn", "AddOn", "Active", new DateTime(2026, 1, 1, 0, 0, 0, 0, DateTimeKind.Utc) },
                    { new Guid("00000000-0000-7000-8000-00000000ca03"), null, "Category", "Bundle", "Bundle", "Active", new DateTime(2026, 1, 1, 0, 0, 0, 0, DateTimeKind.Utc) },
                    { new Guid("00000000-0000-7000-8000-00000000ca04"), null, "Category", "ValueAdded", "ValueAdded", "Active", new DateTime(2026, 1, 1, 0, 0, 0, 0, DateTimeKind.Utc) },
                    { new Guid("00000000-0000-7000-8000-00000000ca05"), null, "Category", "Broadband", "Broadband", "Active", new DateTime(2026, 1, 1, 0, 0, 0, 0, DateTimeKind.Utc) },
                    { new Guid("00000000-0000-7000-8000-00000000ca06"), null, "Category", "Instalment", "Instalment", "Active", new DateTime(2026, 1, 1, 0, 0, 0, 0, DateTimeKind.Utc) }
                });

            migrationBuilder.InsertData(
                table: "catalogue_tax_rates",
                columns: new[] { "class", "from", "rate" },
                values: new object[] { "basic", new DateOnly(1, 1, 1), 0 });

            migrationBuilder.InsertData(
                table: "customers_billing_terms",
                columns: new[] { "id", "cycle_day", "description", "kind", "name" },
                values: new object[,]
                {
                    { new Guid("00000000-0000-7000-8000-00000000b101"), null, "One page: totals by kind of charge.", "Format", "summary" },
                    { new Guid("00000000-0000-7000-8000-00000000b102"), null, "Every charge of every service.", "Format", "detailed" },
                    { new Guid("00000000-0000-7000-8000-00000000b103"), null, "Read in the online business hall.", "Medium", "online" },
                    { new Guid("00000000-0000-7000-8000-00000000b104"), null, "A PDF file.", "Medium", "pdf" },
                    { new Guid("00000000-0000-7000-8000-00000000b105"), null, "By post.", "Medium", "paper" },
                    { new Guid("00000000-0000-7000-8000-00000000b106"), 1, "Calendar months.", "Cycle", "monthly" }
                });

            migrationBuilder.CreateIndex(
                name: "IX_billing_adjustments_account_id",
                table: "billing_adjustments",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_billing_adjustments_dispute_id",
                table: "billing_adjustments",
                column: "dispute_id");

            migrationBuilder.CreateIndex(
                name: "IX_billing_adjustments_proposed_by_idempotency_key",
                table: "billing_adjustments",
                columns: new[] { "proposed_by", "idempotency_key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_billing_adjustments_proposed_by_ordinal",
                table: "billing_adjustments",
                columns: new[] { "proposed_by", "ordinal" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_billing_adjustments_proposed_by_proposed_at",
                table: "billing_adjustments",
                columns: new[] { "proposed_by", "proposed_at" });

            migrationBuilder.CreateIndex(
                name: "IX_billing_adjustments_state_proposed_at",
                table: "billing_adjustments",
                columns: new[] { "state", "proposed_at" });

            migrationBuilder.CreateIndex(
                name: "IX_billing_advance_charges_account_id_for",
                table: "billing_advance_charges",
                columns: new[] { "account_id", "for" });

            migrationBuilder.CreateIndex(
                name: "IX_billing_advance_charges_product_id_code_for",
                table: "billing_advance_charges",
                columns: new[] { "product_id", "code", "for" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_billing_advances_live_account_id",
                table: "billing_advances",
                column: "live_account_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_billing_advances_person_id_idempotency_key",
                table: "billing_advances",
                columns: new[] { "person_id", "idempotency_key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_billing_allocations_bill_id",
                table: "billing_allocations",
                column: "bill_id");

            migrationBuilder.CreateIndex(
                name: "IX_billing_allocations_payment_id",
                table: "billing_allocations",
                column: "payment_id");

            migrationBuilder.CreateIndex(
                name: "IX_billing_allocations_transaction_id",
                table: "billing_allocations",
                column: "transaction_id");

            migrationBuilder.CreateIndex(
                name: "IX_billing_allowance_balances_line_id_product_id_period_from_k~",
                table: "billing_allowance_balances",
                columns: new[] { "line_id", "product_id", "period_from", "kind", "unit" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_billing_allowance_rests_account_id_into",
                table: "billing_allowance_rests",
                columns: new[] { "account_id", "into" });

            migrationBuilder.CreateIndex(
                name: "IX_billing_allowance_rests_pool_id_into",
                table: "billing_allowance_rests",
                columns: new[] { "pool_id", "into" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_billing_auto_charges_auto_pay_id_bill_id",
                table: "billing_auto_charges",
                columns: new[] { "auto_pay_id", "bill_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_billing_auto_charges_payment_id",
                table: "billing_auto_charges",
                column: "payment_id");

            migrationBuilder.CreateIndex(
                name: "IX_billing_auto_charges_state_charge_on",
                table: "billing_auto_charges",
                columns: new[] { "state", "charge_on" });

            migrationBuilder.CreateIndex(
                name: "IX_billing_auto_pays_account_id",
                table: "billing_auto_pays",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_billing_auto_pays_live_account_id",
                table: "billing_auto_pays",
                column: "live_account_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_billing_auto_pays_person_id_idempotency_key",
                table: "billing_auto_pays",
                columns: new[] { "person_id", "idempotency_key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_billing_balance_acts_account_id_asked_at",
                table: "billing_balance_acts",
                columns: new[] { "account_id", "asked_at" });

            migrationBuilder.CreateIndex(
                name: "IX_billing_balance_acts_asked_by_idempotency_key",
                table: "billing_balance_acts",
                columns: new[] { "asked_by", "idempotency_key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_billing_balance_acts_bucket_id",
                table: "billing_balance_acts",
                column: "bucket_id");

            migrationBuilder.CreateIndex(
                name: "IX_billing_balance_transfers_from_account_id_at",
                table: "billing_balance_transfers",
                columns: new[] { "from_account_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_billing_balance_transfers_person_id_idempotency_key",
                table: "billing_balance_transfers",
                columns: new[] { "person_id", "idempotency_key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_billing_bill_lines_bill_id_ordinal",
                table: "billing_bill_lines",
                columns: new[] { "bill_id", "ordinal" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_billing_bill_lines_line_id",
                table: "billing_bill_lines",
                column: "line_id");

            migrationBuilder.CreateIndex(
                name: "IX_billing_bill_requests_account_id",
                table: "billing_bill_requests",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_billing_bill_requests_bill_id",
                table: "billing_bill_requests",
                column: "bill_id");

            migrationBuilder.CreateIndex(
                name: "IX_billing_bills_account_id_period_from",
                table: "billing_bills",
                columns: new[] { "account_id", "period_from" });

            migrationBuilder.CreateIndex(
                name: "IX_billing_bills_cycle_id_account_id_revision",
                table: "billing_bills",
                columns: new[] { "cycle_id", "account_id", "revision" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_billing_bills_holder_party_id_period_from",
                table: "billing_bills",
                columns: new[] { "holder_party_id", "period_from" });

            migrationBuilder.CreateIndex(
                name: "IX_billing_bills_number",
                table: "billing_bills",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_billing_bills_open",
                table: "billing_bills",
                columns: new[] { "account_id", "due_on" },
                filter: "state <> 'Paid'");

            migrationBuilder.CreateIndex(
                name: "IX_billing_bills_source_system_source_id",
                table: "billing_bills",
                columns: new[] { "source_system", "source_id" },
                unique: true,
                filter: "source_system IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_billing_buckets_account_id_key",
                table: "billing_buckets",
                columns: new[] { "account_id", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_billing_buckets_source_system_source_id",
                table: "billing_buckets",
                columns: new[] { "source_system", "source_id" },
                unique: true,
                filter: "source_system IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_billing_cycles_day_from",
                table: "billing_cycles",
                columns: new[] { "day", "from" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_billing_disputes_asked_by_idempotency_key",
                table: "billing_disputes",
                columns: new[] { "asked_by", "idempotency_key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_billing_disputes_bill_id",
                table: "billing_disputes",
                column: "bill_id");

            migrationBuilder.CreateIndex(
                name: "IX_billing_disputes_number",
                table: "billing_disputes",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_billing_disputes_state_opened_at",
                table: "billing_disputes",
                columns: new[] { "state", "opened_at" });

            migrationBuilder.CreateIndex(
                name: "ux_billing_disputes_undecided",
                table: "billing_disputes",
                column: "bill_line_id",
                unique: true,
                filter: "state IN ('Open', 'Proposed')");

            migrationBuilder.CreateIndex(
                name: "IX_billing_dunning_steps_bill_id_from_day",
                table: "billing_dunning_steps",
                columns: new[] { "bill_id", "from", "day" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_billing_dunning_steps_taken_at",
                table: "billing_dunning_steps",
                column: "taken_at");

            migrationBuilder.CreateIndex(
                name: "IX_billing_forwarded_payments_account_id_state",
                table: "billing_forwarded_payments",
                columns: new[] { "account_id", "state" });

            migrationBuilder.CreateIndex(
                name: "IX_billing_forwarded_payments_state",
                table: "billing_forwarded_payments",
                column: "state");

            migrationBuilder.CreateIndex(
                name: "IX_billing_ledger_entries_account_item_id",
                table: "billing_ledger_entries",
                columns: new[] { "account", "item_id" });

            migrationBuilder.CreateIndex(
                name: "IX_billing_ledger_entries_transaction_id",
                table: "billing_ledger_entries",
                column: "transaction_id");

            migrationBuilder.CreateIndex(
                name: "IX_billing_ledger_transactions_key",
                table: "billing_ledger_transactions",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_billing_mirrored_accounts_as_of",
                table: "billing_mirrored_accounts",
                column: "as_of");

            migrationBuilder.CreateIndex(
                name: "IX_billing_one_off_charges_account_id_bill_id",
                table: "billing_one_off_charges",
                columns: new[] { "account_id", "bill_id" });

            migrationBuilder.CreateIndex(
                name: "IX_billing_one_off_charges_key",
                table: "billing_one_off_charges",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_billing_parked_usage_reason_first_seen_at",
                table: "billing_parked_usage",
                columns: new[] { "reason", "first_seen_at" });

            migrationBuilder.CreateIndex(
                name: "IX_billing_parked_usage_source_system_cancels",
                table: "billing_parked_usage",
                columns: new[] { "source_system", "cancels" });

            migrationBuilder.CreateIndex(
                name: "IX_billing_parked_usage_source_system_source_id",
                table: "billing_parked_usage",
                columns: new[] { "source_system", "source_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_billing_payment_methods_account_id",
                table: "billing_payment_methods",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_billing_payment_methods_source_system_source_id",
                table: "billing_payment_methods",
                columns: new[] { "source_system", "source_id" },
                unique: true,
                filter: "source_system IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_billing_payment_responsibilities_account_id",
                table: "billing_payment_responsibilities",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_billing_payment_responsibilities_line_id",
                table: "billing_payment_responsibilities",
                column: "line_id");

            migrationBuilder.CreateIndex(
                name: "IX_billing_payment_responsibilities_source_system_source_id",
                table: "billing_payment_responsibilities",
                columns: new[] { "source_system", "source_id" },
                unique: true,
                filter: "source_system IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_billing_payments_account_id_started_at",
                table: "billing_payments",
                columns: new[] { "account_id", "started_at" });

            migrationBuilder.CreateIndex(
                name: "IX_billing_payments_payer_id_idempotency_key",
                table: "billing_payments",
                columns: new[] { "payer_id", "idempotency_key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_billing_payments_source_system_source_id",
                table: "billing_payments",
                columns: new[] { "source_system", "source_id" },
                unique: true,
                filter: "source_system IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_billing_refunds_account_id",
                table: "billing_refunds",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_billing_refunds_asked_by_idempotency_key_part",
                table: "billing_refunds",
                columns: new[] { "asked_by", "idempotency_key", "part" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_billing_refunds_payment_id",
                table: "billing_refunds",
                column: "payment_id");

            migrationBuilder.CreateIndex(
                name: "IX_billing_run_faults_run_id",
                table: "billing_run_faults",
                column: "run_id");

            migrationBuilder.CreateIndex(
                name: "IX_billing_run_parts_run_id_number",
                table: "billing_run_parts",
                columns: new[] { "run_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_billing_runs_cycle_id_number",
                table: "billing_runs",
                columns: new[] { "cycle_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_billing_stated_charges_account_id",
                table: "billing_stated_charges",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_billing_stated_charges_source_system_source_id",
                table: "billing_stated_charges",
                columns: new[] { "source_system", "source_id" },
                unique: true,
                filter: "source_system IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_billing_usage_cancellations_record_id",
                table: "billing_usage_cancellations",
                column: "record_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_billing_usage_records_line_id_started_at",
                table: "billing_usage_records",
                columns: new[] { "line_id", "started_at" });

            migrationBuilder.CreateIndex(
                name: "IX_billing_usage_records_source_system_source_id",
                table: "billing_usage_records",
                columns: new[] { "source_system", "source_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_billing_voucher_batches_name",
                table: "billing_voucher_batches",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_billing_vouchers_batch_id_serial",
                table: "billing_vouchers",
                columns: new[] { "batch_id", "serial" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_billing_vouchers_code_hash",
                table: "billing_vouchers",
                column: "code_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_catalogue_allowances_offer_version_id",
                table: "catalogue_allowances",
                column: "offer_version_id");

            migrationBuilder.CreateIndex(
                name: "IX_catalogue_items_kind",
                table: "catalogue_items",
                column: "kind");

            migrationBuilder.CreateIndex(
                name: "IX_catalogue_offers_code",
                table: "catalogue_offers",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_catalogue_offers_source_system_source_id",
                table: "catalogue_offers",
                columns: new[] { "source_system", "source_id" },
                unique: true,
                filter: "source_system IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_catalogue_prices_offer_version_id",
                table: "catalogue_prices",
                column: "offer_version_id");

            migrationBuilder.CreateIndex(
                name: "IX_catalogue_versions_offer_id_number",
                table: "catalogue_versions",
                columns: new[] { "offer_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_customers_accounts_customer_id",
                table: "customers_accounts",
                column: "customer_id");

            migrationBuilder.CreateIndex(
                name: "IX_customers_accounts_holder_party_id",
                table: "customers_accounts",
                column: "holder_party_id");

            migrationBuilder.CreateIndex(
                name: "IX_customers_accounts_number",
                table: "customers_accounts",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_customers_accounts_source_system_source_id",
                table: "customers_accounts",
                columns: new[] { "source_system", "source_id" },
                unique: true,
                filter: "source_system IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_customers_billing_terms_kind",
                table: "customers_billing_terms",
                column: "kind");

            migrationBuilder.CreateIndex(
                name: "IX_customers_consents_party_id_purpose",
                table: "customers_consents",
                columns: new[] { "party_id", "purpose" });

            migrationBuilder.CreateIndex(
                name: "IX_customers_contacts_party_id",
                table: "customers_contacts",
                column: "party_id");

            migrationBuilder.CreateIndex(
                name: "IX_customers_contacts_value_key",
                table: "customers_contacts",
                column: "value_key");

            migrationBuilder.CreateIndex(
                name: "IX_customers_customers_number",
                table: "customers_customers",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_customers_customers_party_id",
                table: "customers_customers",
                column: "party_id");

            migrationBuilder.CreateIndex(
                name: "IX_customers_customers_source_system_source_id",
                table: "customers_customers",
                columns: new[] { "source_system", "source_id" },
                unique: true,
                filter: "source_system IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_customers_documents_number_hash_type_party_id",
                table: "customers_documents",
                columns: new[] { "number_hash", "type", "party_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_customers_documents_party_id",
                table: "customers_documents",
                column: "party_id");

            migrationBuilder.CreateIndex(
                name: "IX_customers_embeds_begin_by",
                table: "customers_embeds",
                column: "begin_by");

            migrationBuilder.CreateIndex(
                name: "IX_customers_embeds_handle_hash",
                table: "customers_embeds",
                column: "handle_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_customers_embeds_party_id",
                table: "customers_embeds",
                column: "party_id");

            migrationBuilder.CreateIndex(
                name: "IX_customers_grants_account_id",
                table: "customers_grants",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_customers_grants_line_id",
                table: "customers_grants",
                column: "line_id");

            migrationBuilder.CreateIndex(
                name: "IX_customers_grants_organisation_id",
                table: "customers_grants",
                column: "organisation_id");

            migrationBuilder.CreateIndex(
                name: "IX_customers_grants_person_id",
                table: "customers_grants",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "IX_customers_openings_party_id",
                table: "customers_openings",
                column: "party_id");

            migrationBuilder.CreateIndex(
                name: "IX_customers_openings_session_id_party_id",
                table: "customers_openings",
                columns: new[] { "session_id", "party_id" });

            migrationBuilder.CreateIndex(
                name: "IX_customers_openings_until",
                table: "customers_openings",
                column: "until");

            migrationBuilder.CreateIndex(
                name: "IX_customers_parties_name_key",
                table: "customers_parties",
                column: "name_key");

            migrationBuilder.CreateIndex(
                name: "IX_customers_parties_path",
                table: "customers_parties",
                column: "path");

            migrationBuilder.CreateIndex(
                name: "IX_customers_parties_source_system_source_id",
                table: "customers_parties",
                columns: new[] { "source_system", "source_id" },
                unique: true,
                filter: "source_system IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_customers_side_accounts_holder_party_id",
                table: "customers_side_accounts",
                column: "holder_party_id");

            migrationBuilder.CreateIndex(
                name: "IX_customers_touches_party_id_at",
                table: "customers_touches",
                columns: new[] { "party_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_identity_bindings_subject_id_tenure_id",
                table: "identity_bindings",
                columns: new[] { "subject_id", "tenure_id" },
                unique: true,
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_identity_bindings_tenure_id",
                table: "identity_bindings",
                column: "tenure_id");

            migrationBuilder.CreateIndex(
                name: "IX_identity_client_consents_client_id",
                table: "identity_client_consents",
                column: "client_id");

            migrationBuilder.CreateIndex(
                name: "IX_identity_client_consents_person_id_client_id",
                table: "identity_client_consents",
                columns: new[] { "person_id", "client_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_identity_client_grants_client_id",
                table: "identity_client_grants",
                column: "client_id");

            migrationBuilder.CreateIndex(
                name: "IX_identity_client_grants_person_id_client_id",
                table: "identity_client_grants",
                columns: new[] { "person_id", "client_id" });

            migrationBuilder.CreateIndex(
                name: "IX_identity_client_grants_session_id",
                table: "identity_client_grants",
                column: "session_id");

            migrationBuilder.CreateIndex(
                name: "IX_identity_client_grants_turned_at",
                table: "identity_client_grants",
                column: "turned_at");

            migrationBuilder.CreateIndex(
                name: "IX_identity_clients_client_id",
                table: "identity_clients",
                column: "client_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_identity_codes_expires_at",
                table: "identity_codes",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "IX_identity_codes_tenure_id",
                table: "identity_codes",
                column: "tenure_id");

            migrationBuilder.CreateIndex(
                name: "IX_identity_devices_subject_id_key_hash",
                table: "identity_devices",
                columns: new[] { "subject_id", "key_hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_identity_limit_counts_expires_at",
                table: "identity_limit_counts",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "IX_identity_numbers_kind_value",
                table: "identity_numbers",
                columns: new[] { "kind", "value" },
                unique: true,
                filter: "until IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_identity_numbers_subject_id",
                table: "identity_numbers",
                column: "subject_id");

            migrationBuilder.CreateIndex(
                name: "IX_identity_numbers_value",
                table: "identity_numbers",
                column: "value");

            migrationBuilder.CreateIndex(
                name: "IX_identity_passkeys_credential_id",
                table: "identity_passkeys",
                column: "credential_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_identity_passkeys_subject_id",
                table: "identity_passkeys",
                column: "subject_id");

            migrationBuilder.CreateIndex(
                name: "IX_identity_qr_sign_ins_expires_at",
                table: "identity_qr_sign_ins",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "IX_identity_sessions_expires_at",
                table: "identity_sessions",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "IX_identity_sessions_subject_id_ended_at",
                table: "identity_sessions",
                columns: new[] { "subject_id", "ended_at" });

            migrationBuilder.CreateIndex(
                name: "IX_identity_sessions_tenure_id",
                table: "identity_sessions",
                column: "tenure_id");

            migrationBuilder.CreateIndex(
                name: "IX_identity_staff_name_key",
                table: "identity_staff",
                column: "name_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_identity_staff_posts_role_id",
                table: "identity_staff_posts",
                column: "role_id");

            migrationBuilder.CreateIndex(
                name: "IX_identity_staff_posts_staff_id_role_id_area",
                table: "identity_staff_posts",
                columns: new[] { "staff_id", "role_id", "area" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_identity_staff_recovery_codes_staff_id_hash",
                table: "identity_staff_recovery_codes",
                columns: new[] { "staff_id", "hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_identity_staff_roles_name",
                table: "identity_staff_roles",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_identity_staff_sessions_expires_at",
                table: "identity_staff_sessions",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "IX_identity_staff_sessions_staff_id_ended_at",
                table: "identity_staff_sessions",
                columns: new[] { "staff_id", "ended_at" });

            migrationBuilder.CreateIndex(
                name: "IX_identity_subjects_email_key",
                table: "identity_subjects",
                column: "email_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_import_runs_file_fingerprint_map_fingerprint",
                table: "import_runs",
                columns: new[] { "file_fingerprint", "map_fingerprint" });

            migrationBuilder.CreateIndex(
                name: "IX_journeys_confirmations_key",
                table: "journeys_confirmations",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_journeys_confirmations_subject_id_at",
                table: "journeys_confirmations",
                columns: new[] { "subject_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_journeys_sessions_expires_at",
                table: "journeys_sessions",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "IX_journeys_sessions_resume_hash",
                table: "journeys_sessions",
                column: "resume_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_journeys_sessions_subject_id_expires_at",
                table: "journeys_sessions",
                columns: new[] { "subject_id", "expires_at" });

            migrationBuilder.CreateIndex(
                name: "IX_kernel_audit_at_actor_id",
                table: "kernel_audit",
                columns: new[] { "at", "actor_id" },
                filter: "actor_kind = 'Staff'");

            migrationBuilder.CreateIndex(
                name: "IX_kernel_audit_party_id_at",
                table: "kernel_audit",
                columns: new[] { "party_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_kernel_audit_sequence",
                table: "kernel_audit",
                column: "sequence",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_kernel_changes_at",
                table: "kernel_changes",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "IX_kernel_changes_transaction",
                table: "kernel_changes",
                column: "transaction");

            migrationBuilder.CreateIndex(
                name: "IX_kernel_extras_kind_path_key",
                table: "kernel_extras",
                columns: new[] { "kind", "path", "key" });

            migrationBuilder.CreateIndex(
                name: "IX_kernel_outbox_key",
                table: "kernel_outbox",
                column: "key",
                filter: "key IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_kernel_outbox_parked_at_due_at",
                table: "kernel_outbox",
                columns: new[] { "parked_at", "due_at" });

            migrationBuilder.CreateIndex(
                name: "IX_notices_listener_events_listener_id_id",
                table: "notices_listener_events",
                columns: new[] { "listener_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_notices_listeners_ended_at_next_at",
                table: "notices_listeners",
                columns: new[] { "ended_at", "next_at" });

            migrationBuilder.CreateIndex(
                name: "IX_notices_listeners_owner_id",
                table: "notices_listeners",
                column: "owner_id");

            migrationBuilder.CreateIndex(
                name: "IX_notices_messages_dedupe_key",
                table: "notices_messages",
                column: "dedupe_key",
                unique: true,
                filter: "dedupe_key IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_notices_messages_person_id_queued_at",
                table: "notices_messages",
                columns: new[] { "person_id", "queued_at" });

            migrationBuilder.CreateIndex(
                name: "IX_notices_messages_tenure_id",
                table: "notices_messages",
                column: "tenure_id",
                filter: "state = 'Queued'");

            migrationBuilder.CreateIndex(
                name: "IX_notices_simulated_at",
                table: "notices_simulated",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "IX_notices_simulated_recipient_at",
                table: "notices_simulated",
                columns: new[] { "recipient", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_resources_numbers_kind_value",
                table: "resources_numbers",
                columns: new[] { "kind", "value" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_resources_numbers_source_system_source_id",
                table: "resources_numbers",
                columns: new[] { "source_system", "source_id" },
                unique: true,
                filter: "source_system IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_resources_numbers_state_level_value",
                table: "resources_numbers",
                columns: new[] { "state", "level", "value" });

            migrationBuilder.CreateIndex(
                name: "IX_subscriptions_contracts_customer_id",
                table: "subscriptions_contracts",
                column: "customer_id");

            migrationBuilder.CreateIndex(
                name: "IX_subscriptions_contracts_line_id",
                table: "subscriptions_contracts",
                column: "line_id");

            migrationBuilder.CreateIndex(
                name: "IX_subscriptions_contracts_source_system_source_id",
                table: "subscriptions_contracts",
                columns: new[] { "source_system", "source_id" },
                unique: true,
                filter: "source_system IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_subscriptions_lines_account_id",
                table: "subscriptions_lines",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_subscriptions_lines_customer_id",
                table: "subscriptions_lines",
                column: "customer_id");

            migrationBuilder.CreateIndex(
                name: "IX_subscriptions_lines_holder_party_id",
                table: "subscriptions_lines",
                column: "holder_party_id");

            migrationBuilder.CreateIndex(
                name: "IX_subscriptions_lines_source_system_source_id",
                table: "subscriptions_lines",
                columns: new[] { "source_system", "source_id" },
                unique: true,
                filter: "source_system IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_subscriptions_lines_user_person_id",
                table: "subscriptions_lines",
                column: "user_person_id");

            migrationBuilder.CreateIndex(
                name: "IX_subscriptions_product_shares_line_id",
                table: "subscriptions_product_shares",
                column: "line_id");

            migrationBuilder.CreateIndex(
                name: "IX_subscriptions_product_shares_product_id",
                table: "subscriptions_product_shares",
                column: "product_id");

            migrationBuilder.CreateIndex(
                name: "IX_subscriptions_products_account_id",
                table: "subscriptions_products",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_subscriptions_products_customer_id",
                table: "subscriptions_products",
                column: "customer_id");

            migrationBuilder.CreateIndex(
                name: "IX_subscriptions_products_line_id",
                table: "subscriptions_products",
                column: "line_id");

            migrationBuilder.CreateIndex(
                name: "IX_subscriptions_products_source_system_source_id",
                table: "subscriptions_products",
                columns: new[] { "source_system", "source_id" },
                unique: true,
                filter: "source_system IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_subscriptions_restrictions_line_id",
                table: "subscriptions_restrictions",
                column: "line_id");

            migrationBuilder.CreateIndex(
                name: "IX_subscriptions_tenures_kind_value_from",
                table: "subscriptions_tenures",
                columns: new[] { "kind", "value", "from" });

            migrationBuilder.CreateIndex(
                name: "IX_subscriptions_tenures_line_id",
                table: "subscriptions_tenures",
                column: "line_id");

            migrationBuilder.CreateIndex(
                name: "ux_subscriptions_tenures_open",
                table: "subscriptions_tenures",
                columns: new[] { "kind", "value" },
                unique: true,
                filter: "\"to\" IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "billing_adjustments");

            migrationBuilder.DropTable(
                name: "billing_advance_charges");

            migrationBuilder.DropTable(
                name: "billing_advances");

            migrationBuilder.DropTable(
                name: "billing_allocations");

            migrationBuilder.DropTable(
                name: "billing_allowance_balances");

            migrationBuilder.DropTable(
                name: "billing_allowance_rests");

            migrationBuilder.DropTable(
                name: "billing_auto_charges");

            migrationBuilder.DropTable(
                name: "billing_auto_pays");

            migrationBuilder.DropTable(
                name: "billing_balance_acts");

            migrationBuilder.DropTable(
                name: "billing_balance_transfers");

            migrationBuilder.DropTable(
                name: "billing_bill_lines");

            migrationBuilder.DropTable(
                name: "billing_bill_requests");

            migrationBuilder.DropTable(
                name: "billing_buckets");

            migrationBuilder.DropTable(
                name: "billing_disputes");

            migrationBuilder.DropTable(
                name: "billing_dunning_steps");

            migrationBuilder.DropTable(
                name: "billing_forwarded_payments");

            migrationBuilder.DropTable(
                name: "billing_ledger_entries");

            migrationBuilder.DropTable(
                name: "billing_mirrored_accounts");

            migrationBuilder.DropTable(
                name: "billing_one_off_charges");

            migrationBuilder.DropTable(
                name: "billing_parked_usage");

            migrationBuilder.DropTable(
                name: "billing_payment_methods");

            migrationBuilder.DropTable(
                name: "billing_payment_responsibilities");

            migrationBuilder.DropTable(
                name: "billing_payments");

            migrationBuilder.DropTable(
                name: "billing_refunds");

            migrationBuilder.DropTable(
                name: "billing_run_faults");

            migrationBuilder.DropTable(
                name: "billing_run_parts");

            migrationBuilder.DropTable(
                name: "billing_stated_charges");

            migrationBuilder.DropTable(
                name: "billing_usage_cancellations");

            migrationBuilder.DropTable(
                name: "billing_usage_records");

            migrationBuilder.DropTable(
                name: "billing_vouchers");

            migrationBuilder.DropTable(
                name: "catalogue_allowances");

            migrationBuilder.DropTable(
                name: "catalogue_holidays");

            migrationBuilder.DropTable(
                name: "catalogue_items");

            migrationBuilder.DropTable(
                name: "catalogue_prices");

            migrationBuilder.DropTable(
                name: "catalogue_tax_rates");

            migrationBuilder.DropTable(
                name: "catalogue_zone_prefixes");

            migrationBuilder.DropTable(
                name: "catalogue_zones");

            migrationBuilder.DropTable(
                name: "customers_accounts");

            migrationBuilder.DropTable(
                name: "customers_billing_terms");

            migrationBuilder.DropTable(
                name: "customers_consents");

            migrationBuilder.DropTable(
                name: "customers_contacts");

            migrationBuilder.DropTable(
                name: "customers_documents");

            migrationBuilder.DropTable(
                name: "customers_embeds");

            migrationBuilder.DropTable(
                name: "customers_grants");

            migrationBuilder.DropTable(
                name: "customers_openings");

            migrationBuilder.DropTable(
                name: "customers_preferences");

            migrationBuilder.DropTable(
                name: "customers_side_accounts");

            migrationBuilder.DropTable(
                name: "customers_touches");

            migrationBuilder.DropTable(
                name: "identity_bindings");

            migrationBuilder.DropTable(
                name: "identity_client_consents");

            migrationBuilder.DropTable(
                name: "identity_client_grants");

            migrationBuilder.DropTable(
                name: "identity_codes");

            migrationBuilder.DropTable(
                name: "identity_devices");

            migrationBuilder.DropTable(
                name: "identity_limit_counts");

            migrationBuilder.DropTable(
                name: "identity_numbers");

            migrationBuilder.DropTable(
                name: "identity_passkeys");

            migrationBuilder.DropTable(
                name: "identity_qr_sign_ins");

            migrationBuilder.DropTable(
                name: "identity_sessions");

            migrationBuilder.DropTable(
                name: "identity_signing_keys");

            migrationBuilder.DropTable(
                name: "identity_staff_posts");

            migrationBuilder.DropTable(
                name: "identity_staff_recovery_codes");

            migrationBuilder.DropTable(
                name: "identity_staff_role_permissions");

            migrationBuilder.DropTable(
                name: "identity_staff_sessions");

            migrationBuilder.DropTable(
                name: "identity_subjects");

            migrationBuilder.DropTable(
                name: "import_runs");

            migrationBuilder.DropTable(
                name: "journeys_confirmations");

            migrationBuilder.DropTable(
                name: "journeys_sessions");

            migrationBuilder.DropTable(
                name: "journeys_switches");

            migrationBuilder.DropTable(
                name: "journeys_uses");

            migrationBuilder.DropTable(
                name: "kernel_audit");

            migrationBuilder.DropTable(
                name: "kernel_changes");

            migrationBuilder.DropTable(
                name: "kernel_extras");

            migrationBuilder.DropTable(
                name: "kernel_keys");

            migrationBuilder.DropTable(
                name: "kernel_outbox");

            migrationBuilder.DropTable(
                name: "kernel_schedules");

            migrationBuilder.DropTable(
                name: "notices_listener_events");

            migrationBuilder.DropTable(
                name: "notices_messages");

            migrationBuilder.DropTable(
                name: "notices_preferences");

            migrationBuilder.DropTable(
                name: "notices_simulated");

            migrationBuilder.DropTable(
                name: "resources_numbers");

            migrationBuilder.DropTable(
                name: "subscriptions_contracts");

            migrationBuilder.DropTable(
                name: "subscriptions_product_shares");

            migrationBuilder.DropTable(
                name: "subscriptions_restrictions");

            migrationBuilder.DropTable(
                name: "subscriptions_tenures");

            migrationBuilder.DropTable(
                name: "billing_bills");

            migrationBuilder.DropTable(
                name: "billing_ledger_transactions");

            migrationBuilder.DropTable(
                name: "billing_runs");

            migrationBuilder.DropTable(
                name: "billing_voucher_batches");

            migrationBuilder.DropTable(
                name: "catalogue_versions");

            migrationBuilder.DropTable(
                name: "customers_customers");

            migrationBuilder.DropTable(
                name: "identity_clients");

            migrationBuilder.DropTable(
                name: "identity_staff_roles");

            migrationBuilder.DropTable(
                name: "identity_staff");

            migrationBuilder.DropTable(
                name: "notices_listeners");

            migrationBuilder.DropTable(
                name: "subscriptions_products");

            migrationBuilder.DropTable(
                name: "billing_cycles");

            migrationBuilder.DropTable(
                name: "catalogue_offers");

            migrationBuilder.DropTable(
                name: "customers_parties");

            migrationBuilder.DropTable(
                name: "subscriptions_lines");
        }
    }
}
