using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Skolsynk.Data.Migrations.Sqlite
{
    /// <summary>Who works with a tenant, and what they did; no table of the model.</summary>
    [DbContext(typeof(SqliteContext))]
    [Migration("20261125140000_Access")]
    public partial class Access : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(Skolsynk.Data.AccessTables.SqliteV1);
    }
}
