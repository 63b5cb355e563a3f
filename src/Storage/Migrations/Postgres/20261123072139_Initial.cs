using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Wangting.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
                name: "identity_codes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    purpose = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    target = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: true),
                    tenure_id = table.Column<Guid>(type: "uuid", nullable: true),
                    recipient = table.Column<Guid>(type: "uuid", nullable: true),
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    language = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    asked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    used_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_codes", x => x.id);
                });

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
                });

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
                });

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
                name: "IX_identity_subjects_email_key",
                table: "identity_subjects",
                column: "email_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_notices_messages_dedupe_key",
                table: "notices_messages",
                column: "dedupe_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_notices_messages_person_id_queued_at",
                table: "notices_messages",
                columns: new[] { "person_id", "queued_at" });

            migrationBuilder.CreateIndex(
                name: "IX_notices_messages_tenure_id_state",
                table: "notices_messages",
                columns: new[] { "tenure_id", "state" });

            migrationBuilder.CreateIndex(
                name: "IX_notices_simulated_at",
                table: "notices_simulated",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "IX_notices_simulated_recipient_at",
                table: "notices_simulated",
                columns: new[] { "recipient", "at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "identity_bindings");

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
                name: "identity_subjects");

            migrationBuilder.DropTable(
                name: "notices_messages");

            migrationBuilder.DropTable(
                name: "notices_preferences");

            migrationBuilder.DropTable(
                name: "notices_simulated");
        }
    }
}
