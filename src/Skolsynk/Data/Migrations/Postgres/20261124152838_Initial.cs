using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Skolsynk.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(Skolsynk.Data.HotTables.PostgresV1);

            migrationBuilder.CreateTable(
                name: "connection",
                columns: table => new
                {
                    tenant_id = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<int>(type: "integer", nullable: false),
                    environment_id = table.Column<int>(type: "integer", nullable: false),
                    scope = table.Column<string>(type: "text", nullable: false),
                    sealed_key = table.Column<string>(type: "text", nullable: true),
                    paused = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_connection", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "data_protection_key",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    friendly_name = table.Column<string>(type: "text", nullable: true),
                    xml = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_protection_key", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "school_code",
                columns: table => new
                {
                    tenant_id = table.Column<int>(type: "integer", nullable: false),
                    school = table.Column<byte[]>(type: "bytea", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_school_code", x => new { x.tenant_id, x.school });
                });

            migrationBuilder.CreateTable(
                name: "supplier",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    profile = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_supplier", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "supplier_environment",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    supplier_id = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    base_url = table.Column<string>(type: "text", nullable: false),
                    stopped = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_supplier_environment", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "tenant",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    entra_tenant_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    municipality_code = table.Column<string>(type: "text", nullable: true),
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    include_guests = table.Column<bool>(type: "boolean", nullable: false),
                    include_disabled = table.Column<bool>(type: "boolean", nullable: false),
                    include_handmade_groups = table.Column<bool>(type: "boolean", nullable: false),
                    keep_school_year = table.Column<bool>(type: "boolean", nullable: false),
                    class_pattern = table.Column<string>(type: "text", nullable: true),
                    confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    made_up_codes = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tenant", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_connection_tenant_id_environment_id",
                table: "connection",
                columns: new[] { "tenant_id", "environment_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_supplier_key",
                table: "supplier",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_supplier_environment_supplier_id_kind",
                table: "supplier_environment",
                columns: new[] { "supplier_id", "kind" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_tenant_entra_tenant_id",
                table: "tenant",
                column: "entra_tenant_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_tenant_key",
                table: "tenant",
                column: "key",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "connection");

            migrationBuilder.DropTable(
                name: "data_protection_key");

            migrationBuilder.DropTable(
                name: "school_code");

            migrationBuilder.DropTable(
                name: "supplier");

            migrationBuilder.DropTable(
                name: "supplier_environment");

            migrationBuilder.DropTable(
                name: "tenant");
        }
    }
}
