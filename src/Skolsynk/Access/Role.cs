namespace Skolsynk.Access;

/// <summary>As what somebody acts; the numbers are kept in the database.</summary>
public enum Role : short
{
    None = 0,

    /// <summary>Global administrator of the Entra tenant when she signed in; nobody here gives or takes it.</summary>
    GlobalAdministrator = 1,

    /// <summary>Appointed by a global administrator for the daily work.</summary>
    Administrator = 2,

    /// <summary>“Insyn”: sees counts, changes nothing.</summary>
    Insight = 3,

    /// <summary>Whoever runs the service, with its commands.</summary>
    Operator = 4,

    /// <summary>The service itself.</summary>
    Service = 5,
}
