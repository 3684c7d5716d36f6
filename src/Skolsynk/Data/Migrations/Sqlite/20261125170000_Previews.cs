using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Skolsynk.Data.Migrations.Sqlite
{
    /// <summary>What came to a preview while it was read, which connections test with the made-up school, and forms whose session ended.</summary>
    [DbContext(typeof(SqliteContext))]
    [Migration("20261125170000_Previews")]
    public partial class Previews : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>("approved_at", "preview", "INTEGER", nullable: true);
            migrationBuilder.AddColumn<string>("before", "preview", "TEXT", nullable: true);
            migrationBuilder.AddColumn<byte[]>("added", "preview", "BLOB", nullable: true);
            migrationBuilder.AddColumn<bool>("made_up", "connection_start", "INTEGER", nullable: false, defaultValue: false);
            migrationBuilder.AddColumn<DateOnly>("ends_on", "connection_start", "TEXT", nullable: true);
            migrationBuilder.AddColumn<bool>("covers_test", "agreement", "INTEGER", nullable: false, defaultValue: false);
            migrationBuilder.Sql(Skolsynk.Data.AccessTables.SqliteV2);
        }
    }
}
