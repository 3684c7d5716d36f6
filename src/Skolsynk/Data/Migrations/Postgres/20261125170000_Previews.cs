using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Skolsynk.Data.Migrations.Postgres
{
    /// <summary>When a preview was approved, what it replaced, and what came to it while it was read.</summary>
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
        }
    }
}
