using Skolsynk.Rosters;
using Skolsynk.Suppliers;
using Skolsynk.Tenants;

namespace Skolsynk.Hosting.Applying;

/// <summary>All that <c>apply</c> can set, as it is or as it should be. A value: the plan is the comparison of two of them.</summary>
internal sealed record ApplyState
{
    public static readonly ApplyState Empty = new();

    public IReadOnlyDictionary<string, SupplierState> Suppliers { get; init; } = new Dictionary<string, SupplierState>();

    public IReadOnlyDictionary<string, TenantState> Tenants { get; init; } = new Dictionary<string, TenantState>();
}

internal sealed record SupplierState(string Key)
{
    public string Name { get; init; } = "";

    public CapabilityProfile Profile { get; init; } = new();

    public IReadOnlyDictionary<EnvironmentKind, EnvironmentState> Environments { get; init; } = new Dictionary<EnvironmentKind, EnvironmentState>();
}

internal sealed record EnvironmentState(EnvironmentKind Kind)
{
    public string Address { get; init; } = "";

    public bool Stopped { get; init; }

    /// <summary>The address that the receipts are about, as long as nobody has said who receives at the new one. Null: nothing is open.</summary>
    public string? MovedFrom { get; init; }

    /// <summary>Said with this file: who receives at the new address.</summary>
    public ReceiverIs? Receiver { get; init; }

    /// <summary>Something was sent there.</summary>
    public bool HasReceipts { get; init; }

    /// <summary>What follows from another address than before.</summary>
    public EnvironmentState After(EnvironmentState? before, ReceiverIs? told)
    {
        if (before is null)
            return this;
        var about = before.MovedFrom ?? before.Address;
        if (Address == about || !before.HasReceipts)
            return this with { MovedFrom = null };
        return told is null ? this with { MovedFrom = about } : this with { MovedFrom = null, Receiver = told };
    }
}

/// <summary>Who receives at an environment's new address.</summary>
internal enum ReceiverIs
{
    /// <summary>The receiver that we know, with what it has: compared before anything is sent.</summary>
    Same,

    /// <summary>Another, which has nothing of ours: everything is sent to it.</summary>
    New,
}

internal sealed record TenantState(string Key)
{
    public Guid EntraTenantId { get; init; }

    public string Name { get; init; } = "";

    public string? MunicipalityCode { get; init; }

    public bool Active { get; init; } = true;

    public bool Confirmed { get; init; }

    public bool IncludeGuests { get; init; }

    public bool IncludeDisabled { get; init; }

    public bool IncludeHandmadeGroups { get; init; } = true;

    public bool KeepSchoolYear { get; init; }

    public string? ClassPattern { get; init; }

    public bool MadeUpCodes { get; init; }

    /// <summary>Null: the usual ones.</summary>
    public BrakeLimits? BrakeLimits { get; init; }

    /// <summary>A declared time with other limits; null: none.</summary>
    public BrakeWindow? BrakeWindow { get; init; }

    /// <summary>Protected persons that the operator has marked; sorted.</summary>
    public IReadOnlyList<Guid> Protected { get; init; } = [];

    /// <summary>How many protected persons' removal waits for a decision; a wanted state has none when that was taken.</summary>
    public int ProtectedWaiting { get; init; }

    /// <summary>Id of the group whose members are protected; null: none.</summary>
    public string? ProtectedGroup { get; init; }

    /// <summary>How many are left in a group that has shrunk and waits for somebody to accept it; null: it does not. A wanted state has null when that was done.</summary>
    public int? ShrunkGroup { get; init; }

    /// <summary>School id → school unit code.</summary>
    public IReadOnlyDictionary<Guid, string> Codes { get; init; } = new Dictionary<Guid, string>();

    public IReadOnlyDictionary<ConnectionName, ConnectionState> Connections { get; init; } = new Dictionary<ConnectionName, ConnectionState>();

    /// <summary>Schools that were read, id → name; what a file calls a school by its name is looked up here.</summary>
    public IReadOnlyDictionary<Guid, string> Schools { get; init; } = new Dictionary<Guid, string>();
}

/// <summary>What tells a tenant's connections apart.</summary>
internal readonly record struct ConnectionName(string Supplier, EnvironmentKind Environment);

internal sealed record ConnectionState(ConnectionName Name)
{
    /// <summary>Null: none was given, or the sealed one cannot be opened.</summary>
    public Secret? Key { get; init; }

    public bool Paused { get; init; }

    /// <summary>Null: as the supplier's profile says.</summary>
    public int? RemovalWaitDays { get; init; }

    public ScopeSettings Scope { get; init; } = new();

    /// <summary>The supplier may hold more of it than its Organisation, so it cannot simply be forgotten.</summary>
    public bool HasReceipts { get; init; }
}

/// <summary>A supplier's key while it is compared and sealed; never shown.</summary>
internal sealed record Secret(string Value)
{
    public override string ToString() => "(nyckel)";
}
