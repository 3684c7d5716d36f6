using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Skolsynk.Data.Migrations.Postgres
{
    /// <summary>What came to a preview while it was read, which connections test with the made-up school, and forms whose session ended.</summary>
    [DbContext(typeof(PostgresContext))]
    [Migration("20261125170000_Previews")]
    public partial class Previews : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>("approved_at", "preview", "bigint", nullable: true);
            migrationBuilder.AddColumn<string>("before", "preview", "text", nullable: true);
            migrationBuilder.AddColumn<byte[]>("added", "preview", "bytea", nullable: true);
            migrationBuilder.AddColumn<bool>("made_up", "connection_start", "boolean", nullable: false, defaultValue: false);
            migrationBuilder.AddColumn<DateOnly>("ends_on", "connection_start", "date", nullable: true);
            migrationBuilder.AddColumn<bool>("covers_test", "agreement", "boolean", nullable: false, defaultValue: false);
            migrationBuilder.Sql(Skolsynk.Data.AccessTables.PostgresV2);
        }
    }
}
