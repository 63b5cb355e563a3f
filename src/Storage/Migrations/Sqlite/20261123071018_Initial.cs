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
                name: "kernel_audit",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    actor_kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    actor_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    acting_for = table.Column<Guid>(type: "TEXT", nullable: true),
                    channel = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    address = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    act = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    party_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    object_kind = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    object_id = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    purpose = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    details = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    trace_id = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    sequence = table.Column<long>(type: "INTEGER", nullable: true),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_kernel_audit", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "kernel_handled_messages",
                columns: table => new
                {
                    message_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    handler = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_kernel_handled_messages", x => new { x.message_id, x.handler });
                });

            migrationBuilder.CreateTable(
                name: "kernel_outbox",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    type = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    body = table.Column<string>(type: "TEXT", maxLength: 16000, nullable: false),
                    key = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    due_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    leased_by = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    leased_until = table.Column<DateTime>(type: "TEXT", nullable: true),
                    parked_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    last_error = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_kernel_outbox", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "kernel_schedules",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    next_due = table.Column<DateTime>(type: "TEXT", nullable: false),
                    last_started = table.Column<DateTime>(type: "TEXT", nullable: true),
                    last_ended = table.Column<DateTime>(type: "TEXT", nullable: true),
                    last_error = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_kernel_schedules", x => x.name);
                });

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
                name: "IX_kernel_handled_messages_at",
                table: "kernel_handled_messages",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "IX_kernel_outbox_key",
                table: "kernel_outbox",
                column: "key");

            migrationBuilder.CreateIndex(
                name: "IX_kernel_outbox_parked_at_due_at",
                table: "kernel_outbox",
                columns: new[] { "parked_at", "due_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "kernel_audit");

            migrationBuilder.DropTable(
                name: "kernel_handled_messages");

            migrationBuilder.DropTable(
                name: "kernel_outbox");

            migrationBuilder.DropTable(
                name: "kernel_schedules");
        }
    }
}
