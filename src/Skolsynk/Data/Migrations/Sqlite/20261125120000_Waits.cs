using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Skolsynk.Data.Migrations.Sqlite
{
    /// <summary>A wait before removals, a declared window of the brakes, and who has confirmed that a connection may start for real.</summary>
    [DbContext(typeof(SqliteContext))]
    [Migration("20261125120000_Waits")]
    public partial class Waits : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(name: "brake_window", table: "tenant", type: "TEXT", nullable: true);
            migrationBuilder.AddColumn<int>(name: "removal_wait_days", table: "connection", type: "INTEGER", nullable: true);
            migrationBuilder.AddColumn<string>(name: "confirmed_by", table: "connection", type: "TEXT", nullable: true);
            migrationBuilder.Sql(Skolsynk.Data.DecisionTables.SqliteV3);
            // What a supplier has already was started by somebody.
            migrationBuilder.Sql("UPDATE connection SET confirmed_by = 'uppgradering' WHERE EXISTS("
                + "SELECT 1 FROM receipt r WHERE r.tenant = connection.tenant_id AND r.connection = connection.id)");
        }
    }
}
