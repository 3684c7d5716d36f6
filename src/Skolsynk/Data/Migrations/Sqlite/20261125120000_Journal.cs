using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Skolsynk.Data.Migrations.Sqlite
{
    /// <summary>The journal of erasures, reconciling, and where an environment's receiver moved from.</summary>
    [DbContext(typeof(SqliteContext))]
    [Migration("20261125120000_Journal")]
    public partial class Journal : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(Skolsynk.Data.JournalTables.SqliteV1);
            migrationBuilder.AddColumn<string>(name: "moved_from", table: "supplier_environment", type: "TEXT", nullable: true);
        }
    }
}
