using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Skolsynk.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Portal : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "agreement",
                columns: table => new
                {
                    tenant_id = table.Column<int>(type: "INTEGER", nullable: false),
                    supplier_id = table.Column<int>(type: "INTEGER", nullable: false),
                    processing = table.Column<bool>(type: "INTEGER", nullable: false),
                    signed_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    diary_number = table.Column<string>(type: "TEXT", nullable: true),
                    ends_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    subscription = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_agreement", x => new { x.tenant_id, x.supplier_id });
                });

            migrationBuilder.CreateTable(
                name: "connection_start",
                columns: table => new
                {
                    tenant_id = table.Column<int>(type: "INTEGER", nullable: false),
                    connection_id = table.Column<int>(type: "INTEGER", nullable: false),
                    started_at = table.Column<long>(type: "INTEGER", nullable: true),
                    key_at = table.Column<long>(type: "INTEGER", nullable: true),
                    key_tail = table.Column<string>(type: "TEXT", nullable: true),
                    key_accepted_at = table.Column<long>(type: "INTEGER", nullable: true),
                    paused_until = table.Column<DateOnly>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_connection_start", x => new { x.tenant_id, x.connection_id });
                });

            migrationBuilder.CreateTable(
                name: "preview",
                columns: table => new
                {
                    tenant_id = table.Column<int>(type: "INTEGER", nullable: false),
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    connection_id = table.Column<int>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    scope = table.Column<string>(type: "TEXT", nullable: false),
                    pairs = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_preview", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "reading_now",
                columns: table => new
                {
                    tenant_id = table.Column<int>(type: "INTEGER", nullable: false),
                    asked_at = table.Column<long>(type: "INTEGER", nullable: false),
                    schools = table.Column<int>(type: "INTEGER", nullable: false),
                    users = table.Column<int>(type: "INTEGER", nullable: false),
                    groups = table.Column<int>(type: "INTEGER", nullable: false),
                    members = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reading_now", x => x.tenant_id);
                });

            migrationBuilder.CreateTable(
                name: "tenant_setup",
                columns: table => new
                {
                    tenant_id = table.Column<int>(type: "INTEGER", nullable: false),
                    consented_at = table.Column<long>(type: "INTEGER", nullable: false),
                    organisation_number = table.Column<string>(type: "TEXT", nullable: true),
                    named = table.Column<bool>(type: "INTEGER", nullable: false),
                    @protected = table.Column<short>(name: "protected", type: "INTEGER", nullable: false),
                    protected_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tenant_setup", x => x.tenant_id);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "agreement");

            migrationBuilder.DropTable(
                name: "connection_start");

            migrationBuilder.DropTable(
                name: "preview");

            migrationBuilder.DropTable(
                name: "reading_now");

            migrationBuilder.DropTable(
                name: "tenant_setup");
        }
    }
}
