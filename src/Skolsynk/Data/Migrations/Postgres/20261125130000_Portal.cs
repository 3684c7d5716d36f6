using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Skolsynk.Data.Migrations.Postgres
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
                    tenant_id = table.Column<int>(type: "integer", nullable: false),
                    supplier_id = table.Column<int>(type: "integer", nullable: false),
                    processing = table.Column<bool>(type: "boolean", nullable: false),
                    signed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    diary_number = table.Column<string>(type: "text", nullable: true),
                    ends_on = table.Column<DateOnly>(type: "date", nullable: true),
                    subscription = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_agreement", x => new { x.tenant_id, x.supplier_id });
                });

            migrationBuilder.CreateTable(
                name: "connection_start",
                columns: table => new
                {
                    tenant_id = table.Column<int>(type: "integer", nullable: false),
                    connection_id = table.Column<int>(type: "integer", nullable: false),
                    started_at = table.Column<long>(type: "bigint", nullable: true),
                    key_at = table.Column<long>(type: "bigint", nullable: true),
                    key_tail = table.Column<string>(type: "text", nullable: true),
                    key_accepted_at = table.Column<long>(type: "bigint", nullable: true),
                    paused_until = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_connection_start", x => new { x.tenant_id, x.connection_id });
                });

            migrationBuilder.CreateTable(
                name: "preview",
                columns: table => new
                {
                    tenant_id = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<byte[]>(type: "bytea", nullable: false),
                    connection_id = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    scope = table.Column<string>(type: "text", nullable: false),
                    pairs = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_preview", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "reading_now",
                columns: table => new
                {
                    tenant_id = table.Column<int>(type: "integer", nullable: false),
                    asked_at = table.Column<long>(type: "bigint", nullable: false),
                    schools = table.Column<int>(type: "integer", nullable: false),
                    users = table.Column<int>(type: "integer", nullable: false),
                    groups = table.Column<int>(type: "integer", nullable: false),
                    members = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reading_now", x => x.tenant_id);
                });

            migrationBuilder.CreateTable(
                name: "tenant_setup",
                columns: table => new
                {
                    tenant_id = table.Column<int>(type: "integer", nullable: false),
                    consented_at = table.Column<long>(type: "bigint", nullable: false),
                    organisation_number = table.Column<string>(type: "text", nullable: true),
                    named = table.Column<bool>(type: "boolean", nullable: false),
                    @protected = table.Column<short>(name: "protected", type: "smallint", nullable: false),
                    protected_at = table.Column<long>(type: "bigint", nullable: true)
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
