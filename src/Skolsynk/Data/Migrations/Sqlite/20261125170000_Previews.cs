using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Skolsynk.Data.Migrations.Sqlite
{
    /// <summary>When a preview was approved, what it replaced, and what came to it while it was read.</summary>
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
        }
    }
}
