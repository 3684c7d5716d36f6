using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Skolsynk.Data.Migrations.Sqlite
{
    /// <summary>Who was protected late, until the last receipt.</summary>
    [DbContext(typeof(SqliteContext))]
    [Migration("20261125160000_LateMarks")]
    public partial class LateMarks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(Skolsynk.Data.RetentionTables.SqliteV2);
    }
}
