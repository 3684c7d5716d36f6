namespace Skolsynk.Access;

/// <summary>An account that has worked with a tenant, or may.</summary>
/// <param name="Id">Its object id in the tenant's Entra.</param>
/// <param name="UserName">As one signs in with it.</param>
public sealed record Account(Guid Id, string Name, string UserName)
{
    /// <summary>Calendar months without a sign-in after which a role ends by itself.</summary>
    public const int Months = 12;

    /// <summary>The role that was given; none: none was, or it has ended.</summary>
    public Role Role { get; init; }

    /// <summary>“Hanterar skyddade personuppgifter”: adds to a role, is none by itself.</summary>
    public bool Protects { get; init; }

    /// <summary>Who gave the role; empty: nobody.</summary>
    public Guid GivenBy { get; init; }

    /// <summary>When she last signed in as a global administrator; null: never.</summary>
    public DateTimeOffset? GlobalAt { get; init; }

    /// <summary>Null: never.</summary>
    public DateTimeOffset? SignedInAt { get; init; }
}
