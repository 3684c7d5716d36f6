using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Skolsynk.Data.Migrations.Postgres
{
    /// <summary>Accounts that go on as an earlier one's person, and who decided what on holds; no table of the model.</summary>
    [DbContext(typeof(PostgresContext))]
    [Migration("20261125100000_Decisions")]
    public partial class Decisions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(Skolsynk.Data.DecisionTables.PostgresV1);
    }
}
