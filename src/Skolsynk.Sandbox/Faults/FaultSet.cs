namespace Skolsynk.Sandbox.Faults;

/// <summary>The faults that meet one call.</summary>
public sealed record FaultSet(IReadOnlyList<Fault> Faults)
{
    public static readonly FaultSet None = new([]);

    public bool Any(FaultKind kind)
    {
        for (var i = 0; i < Faults.Count; i++)
        {
            if (Faults[i].Kind == kind)
                return true;
        }

        return false;
    }
}
