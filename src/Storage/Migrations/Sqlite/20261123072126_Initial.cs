using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Wangting.Storage.Migrations.Sqlite
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
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    subject_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    tenure_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    bound_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ended_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_bindings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "identity_codes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    purpose = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    target = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    subject_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    tenure_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    recipient = table.Column<Guid>(type: "TEXT", nullable: true),
                    hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    language = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    asked_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    expires_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    tries = table.Column<int>(type: "INTEGER", nullable: false),
                    used_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_codes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "identity_devices",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    subject_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    key_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    first_seen_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    seen_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    removed_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_devices", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "identity_limit_counts",
                columns: table => new
                {
                    key = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    window_start = table.Column<DateTime>(type: "TEXT", nullable: false),
                    expires_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    count = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_limit_counts", x => new { x.key, x.window_start });
                });

            migrationBuilder.CreateTable(
                name: "identity_numbers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    value = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    subject_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    since = table.Column<DateTime>(type: "TEXT", nullable: false),
                    until = table.Column<DateTime>(type: "TEXT", nullable: true),
                    password_hash = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    password_set_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    voice_pin_hash = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    sim_changed_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_numbers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "identity_passkeys",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    subject_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    credential_id = table.Column<byte[]>(type: "BLOB", maxLength: 1023, nullable: false),
                    public_key = table.Column<byte[]>(type: "BLOB", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    used_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    sign_count = table.Column<long>(type: "INTEGER", nullable: false),
                    transports = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    user_verified = table.Column<bool>(type: "INTEGER", nullable: false),
                    backup_eligible = table.Column<bool>(type: "INTEGER", nullable: false),
                    backed_up = table.Column<bool>(type: "INTEGER", nullable: false),
                    attestation = table.Column<byte[]>(type: "BLOB", nullable: false),
                    client_data = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_passkeys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "identity_qr_sign_ins",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    secret_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    browser = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    address = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    expires_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    confirmed_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    subject_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    tenure_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    level = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    proven_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    by_line = table.Column<bool>(type: "INTEGER", nullable: false),
                    refused_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    used_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_qr_sign_ins", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "identity_sessions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    subject_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    tenure_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    device_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    channel = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    started_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    seen_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    expires_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ended_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    address = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    level = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    proven_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    by_line = table.Column<bool>(type: "INTEGER", nullable: false),
                    method = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    had_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    known_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_sessions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "identity_subjects",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    language = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    email = table.Column<string>(type: "TEXT", maxLength: 254, nullable: true),
                    email_key = table.Column<string>(type: "TEXT", maxLength: 254, nullable: true),
                    email_proven_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    closed_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_subjects", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "notices_messages",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    medium = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    @class = table.Column<string>(name: "class", type: "TEXT", maxLength: 40, nullable: false),
                    recipient = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    tenure_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    text_key = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    language = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    subject = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    body = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    secret = table.Column<bool>(type: "INTEGER", nullable: false),
                    dedupe_key = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    queued_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    due_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    useless_after = table.Column<DateTime>(type: "TEXT", nullable: true),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    sent_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    read_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notices_messages", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "notices_preferences",
                columns: table => new
                {
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    @class = table.Column<string>(name: "class", type: "TEXT", maxLength: 40, nullable: false),
                    medium = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    wanted = table.Column<bool>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    changed_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notices_preferences", x => new { x.person_id, x.@class, x.medium });
                });

            migrationBuilder.CreateTable(
                name: "notices_simulated",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    medium = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    recipient = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    subject = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    body = table.Column<string>(type: "TEXT", maxLength: 8000, nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false)
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
