using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Skolsynk.Data.Migrations.Sqlite
{
    /// <summary>Why somebody approved what a brake held.</summary>
    [DbContext(typeof(SqliteContext))]
    [Migration("20261125150000_Reasons")]
    public partial class Reasons : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(Skolsynk.Data.DecisionTables.V4);
    }
}
