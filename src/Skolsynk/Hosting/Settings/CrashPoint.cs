using System.Diagnostics;
using System.Globalization;
using Skolsynk.Data;

namespace Skolsynk.Hosting.Settings;

/// <summary>The step at which this process kills itself, as a power cut would; for storms, never in Production.</summary>
/// <param name="Times">At the so manieth passing, from 1.</param>
internal sealed record CrashPoint(Step Step, int Times)
{
    /// <summary>What can be written, for errors.</summary>
    public static string Accepted { get; } = string.Join(", ", Enum.GetValues<Step>().Select(NameOf));

    /// <summary><c>windowWritten</c> or <c>windowWritten:3</c>; null when it is neither.</summary>
    public static CrashPoint? Parse(string text)
    {
        var parts = text.Split(':');
        var times = 1;
        if (parts.Length > 2 || (parts.Length == 2 && !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out times)) || times < 1)
            return null;
        var step = Enum.GetValues<Step>().Where(step => NameOf(step) == parts[0]).ToList();
        return step is [var found] ? new CrashPoint(found, times) : null;
    }

    public Steps Steps()
    {
        var left = Times;
        return new(step =>
        {
            if (step == Step && Interlocked.Decrement(ref left) == 0)
                Process.GetCurrentProcess().Kill();
        });
    }

    private static string NameOf(Step step) => char.ToLowerInvariant($"{step}"[0]) + $"{step}"[1..];
}
