using System.Globalization;
using Microsoft.AspNetCore.Html;
using Skolsynk.Data;

namespace Skolsynk.Portal.Frame;

/// <summary>Numbers, dates and times as the portal writes them: Swedish, in Swedish time.</summary>
internal static class Text
{
    public static readonly StringComparer Order = StringComparer.Create(CultureInfo.GetCultureInfo("sv-SE"), ignoreCase: true);

    private static readonly NumberFormatInfo Format = new() { NumberGroupSeparator = "\u00A0", NumberDecimalSeparator = ",", NumberDecimalDigits = 0 };

    public static string Number(long value) => value.ToString("N0", Format);

    public static string Seconds(TimeSpan time) => $"{time.TotalSeconds.ToString("0.0", Format)}\u00A0s";

    /// <summary>“1 elev”, “2 elever”.</summary>
    public static string Count(long count, string one, string many) => $"{Number(count)}\u00A0{(count == 1 ? one : many)}";

    /// <summary>“3 min 20 s”.</summary>
    public static string Duration(TimeSpan time) => time.TotalSeconds < 60 ? $"{Math.Max(1, (int)time.TotalSeconds)}\u00A0s"
        : time.TotalMinutes < 60 ? $"{(int)time.TotalMinutes}\u00A0min {time.Seconds}\u00A0s"
        : $"{(int)time.TotalHours}\u00A0h {time.Minutes}\u00A0min";

    public static DateTimeOffset Local(DateTimeOffset time) => SwedishTime.Of(time);

    public static DateTimeOffset Local(long unixMilliseconds) => Local(DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds));

    /// <summary>When a day begins in Sweden.</summary>
    public static DateTimeOffset Midnight(DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        return new(local, SwedishTime.Zone.GetUtcOffset(local));
    }

    public static string Date(DateTimeOffset time) => Local(time).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Clock(DateTimeOffset time) => Local(time).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>“13:04 i dag”, else date and time.</summary>
    public static HtmlString Time(DateTimeOffset time, DateTimeOffset now) => Element(time, Date(time) == Date(now) ? $"{Clock(time)} i dag" : $"{Date(time)} {Clock(time)}");

    /// <summary>“för 12 minuter sedan (13:02)”, within a day.</summary>
    public static HtmlString Ago(DateTimeOffset time, DateTimeOffset now)
    {
        var ago = now - time;
        return ago < TimeSpan.FromMinutes(1) ? Element(time, $"nyss ({Clock(time)})")
            : ago < TimeSpan.FromHours(1) ? Element(time, $"för {Count((int)ago.TotalMinutes, "minut", "minuter")} sedan ({Clock(time)})")
            : ago < TimeSpan.FromHours(24) ? Element(time, $"för {Count((int)ago.TotalHours, "timme", "timmar")} sedan ({Clock(time)})")
            : Time(time, now);
    }

    private static HtmlString Element(DateTimeOffset time, string text) =>
        new($"<time datetime=\"{time.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}\">{text}</time>");
}
