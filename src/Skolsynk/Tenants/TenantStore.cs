using System.Data.Common;
using System.Text.Json;
using Skolsynk.Data;
using Skolsynk.Rosters;

namespace Skolsynk.Tenants;

/// <summary>Reads what a run and a pass ask of a tenant each time, in plain statements.</summary>
public static class TenantStore
{
    /// <summary>Null: there is no such tenant.</summary>
    public static Tenant? Load(Session session, TenantId tenant) => session.Query(
        "SELECT entra_tenant_id, key, name, municipality_code, active, include_guests, include_disabled, include_handmade_groups, keep_school_year, "
        + "class_pattern, confirmed, made_up_codes, brake_limits, brake_window, protected_group FROM tenant WHERE id = @tenant",
        row => new Tenant
        {
            Id = tenant.Value,
            EntraTenantId = Ids.FromBytes(row.GetFieldValue<byte[]>(0)),
            Key = row.GetString(1),
            Name = row.GetString(2),
            MunicipalityCode = Text(row, 3),
            Active = row.GetBoolean(4),
            IncludeGuests = row.GetBoolean(5),
            IncludeDisabled = row.GetBoolean(6),
            IncludeHandmadeGroups = row.GetBoolean(7),
            KeepSchoolYear = row.GetBoolean(8),
            ClassPattern = Text(row, 9),
            Confirmed = row.GetBoolean(10),
            MadeUpCodes = row.GetBoolean(11),
            BrakeLimits = Stored<BrakeLimits>(row, 12),
            BrakeWindow = Stored<BrakeWindow>(row, 13),
            ProtectedGroup = Text(row, 14),
        },
        ("@tenant", tenant.Value)).SingleOrDefault();

    /// <summary>The limits of the brakes as they are now.</summary>
    public static BrakeLimits LimitsNow(Session session, TenantId tenant) => Load(session, tenant)?.LimitsNow(session) ?? BrakeLimits.Default;

    private static string? Text(DbDataReader row, int at) => row.IsDBNull(at) ? null : row.GetString(at);

    private static T? Stored<T>(DbDataReader row, int at) where T : class =>
        Text(row, at) is { } text ? JsonSerializer.Deserialize<T>(text, JsonSerializerOptions.Web) : null;
}
