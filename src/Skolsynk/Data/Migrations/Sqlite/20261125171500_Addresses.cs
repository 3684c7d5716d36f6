using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Skolsynk.Data.Migrations.Sqlite
{
    /// <summary>Own ids in addresses, and the way to what was sent of one resource.</summary>
    [DbContext(typeof(SqliteContext))]
    [Migration("20261125171500_Addresses")]
    public partial class Addresses : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(Skolsynk.Data.AddressTables.SqliteV1);
    }
}
