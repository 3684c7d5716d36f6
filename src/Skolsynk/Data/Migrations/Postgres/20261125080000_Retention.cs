using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Skolsynk.Data.Migrations.Postgres
{
    /// <summary>Protected persons, receipts of erasures, the last runs of jobs; no table of the model.</summary>
    [DbContext(typeof(PostgresContext))]
    [Migration("20261125080000_Retention")]
    public partial class Retention : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(Skolsynk.Data.RetentionTables.PostgresV1);
    }
}
