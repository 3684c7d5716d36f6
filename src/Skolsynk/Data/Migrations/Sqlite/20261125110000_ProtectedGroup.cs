using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Skolsynk.Data.Migrations.Sqlite
{
    /// <summary>The group in Microsoft Entra that names protected persons.</summary>
    [DbContext(typeof(SqliteContext))]
    [Migration("20261125110000_ProtectedGroup")]
    public partial class ProtectedGroup : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(name: "protected_group", table: "tenant", type: "TEXT", nullable: true);
            migrationBuilder.Sql(Skolsynk.Data.DecisionTables.SqliteV2);
        }
    }
}
