namespace Skolsynk.Sandbox.Suppliers;

internal enum Checks
{
    /// <summary>Takes everything; used to measure the sender.</summary>
    None,

    /// <summary>Every rule of the fact sheet.</summary>
    Strict,
}

/// <summary>What stands in the answer to a create or replace.</summary>
internal enum Echo
{
    /// <summary>201 and 200 with the resource and an <c>id</c>, as the profile says.</summary>
    ResourceWithId,

    /// <summary>201 and 200 with the resource, no <c>id</c>, as the reference receiver does.</summary>
    Resource,

    /// <summary>201 and 204, nothing.</summary>
    Nothing,
}

/// <summary>How one stand-in supplier behaves.</summary>
internal sealed record SupplierProfile
{
    /// <summary>Stands in URLs.</summary>
    public required string Name { get; init; }

    /// <summary>As people call the supplier.</summary>
    public required string Title { get; init; }

    /// <summary>Path of the production environment, as the supplier would give it; the test environment has <c>-test</c> after the name.</summary>
    public required string BasePath { get; init; }

    public Checks Checks { get; init; } = Checks.Strict;

    /// <summary>One key, and one set of objects, for all municipalities.</summary>
    public bool SharedKey { get; init; }

    public string AuthHeader { get; init; } = "X-API-Key";

    /// <summary>Content types of POST and PUT, compared as whole headers.</summary>
    public IReadOnlyList<string> MediaTypes { get; init; } = ["application/scim+json"];

    /// <summary>Refuses groups of another type than Klass.</summary>
    public bool ClassesOnly { get; init; }

    /// <summary>Refuses a second enrolment and a second employment of a user.</summary>
    public bool OneSchoolPerPerson { get; init; }

    /// <summary>Refuses references to what it does not hold.</summary>
    public bool ReferencesMustExist { get; init; } = true;

    /// <summary>Requests per second before 429; null: no limit.</summary>
    public double? RatePerSecond { get; init; }

    /// <summary>Seconds in <c>Retry-After</c> when the rate is passed; null: no such header.</summary>
    public int? RetryAfter { get; init; }

    public Echo Echo { get; init; } = Echo.ResourceWithId;

    /// <summary>Objects in one page of a list; null: everything at once.</summary>
    public int? PageSize { get; init; }

    /// <summary>Speaks HTTP/2; in plain text that is another listener of the sandbox.</summary>
    public bool Http2 { get; init; }

    public static readonly SupplierProfile Alfa = new()
    {
        Name = "alfa",
        Title = "Alfa Läromedel",
        BasePath = "/scim/alfa",
        Http2 = true,
        PageSize = 500,
    };

    public static readonly SupplierProfile Beta = new()
    {
        Name = "beta",
        Title = "Beta Förlag",
        BasePath = "/scim/beta/v2/",
        SharedKey = true,
        ClassesOnly = true,
        OneSchoolPerPerson = true,
        RatePerSecond = 200,
        MediaTypes = ["application/scim+json", "application/json"],
        Echo = Echo.Resource,
    };

    public static readonly SupplierProfile Bench = new()
    {
        Name = "bench",
        Title = "Mätbänken",
        BasePath = "/scim/bench",
        Checks = Checks.None,
        SharedKey = true,
        Echo = Echo.Nothing,
    };
}
