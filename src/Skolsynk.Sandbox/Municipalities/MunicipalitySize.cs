namespace Skolsynk.Sandbox.Municipalities;

/// <summary>How large a generated municipality is.</summary>
/// <param name="TeachingGroupsPerClass">Teaching groups for each class (Klass) of pupils.</param>
public sealed record MunicipalitySize(string Name, int Schools, int Pupils, int Teachers, int TeachingGroupsPerClass)
{
    public static readonly MunicipalitySize Small = new("small", 3, 400, 40, 2);

    /// <summary>About 13,600 SS 12000 resources.</summary>
    public static readonly MunicipalitySize Medium = new("medium", 20, 10_000, 900, 1);

    /// <summary>About 134,000 SS 12000 resources.</summary>
    public static readonly MunicipalitySize Large = new("large", 200, 100_000, 9_000, 1);

    public static readonly IReadOnlyList<MunicipalitySize> All = [Small, Medium, Large];
}
