using System.Globalization;

namespace Skolsynk.Hosting.Screens;

/// <summary>Numbers and times as people here write them, without asking the system for a culture it may lack.</summary>
internal static class Swedish
{
    private static readonly NumberFormatInfo Format = new() { NumberGroupSeparator = " ", NumberDecimalSeparator = ",", NumberDecimalDigits = 0 };

    public static string Number(long value) => value.ToString("N0", Format);

    public static string Decimal(double value) => value.ToString(value < 10 ? "0.#" : "N0", Format);

    /// <summary>“8 s”, “2 min 5 s”, “1 h 3 min”.</summary>
    public static string Duration(TimeSpan time) => time.TotalSeconds < 9.95 ? $"{Decimal(Math.Max(0.1, time.TotalSeconds))} s"
        : time.TotalSeconds < 60 ? $"{time.TotalSeconds:0} s"
        : time.TotalMinutes < 60 ? $"{(int)time.TotalMinutes} min {time.Seconds} s"
        : $"{(int)time.TotalHours} h {time.Minutes} min";

    /// <summary>“1 skola”, “3 skolor”.</summary>
    public static string Count(long count, string one, string many) => $"{Number(count)} {(count == 1 ? one : many)}";

    /// <summary>Local date and time, to the minute.</summary>
    public static string Time(long unixMilliseconds, TimeProvider clock)
    {
        var local = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds), clock.LocalTimeZone);
        return local.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }

    /// <summary>“2 640/s, 12 s kvar”; empty until there is something to say.</summary>
    public static string Pace(Advance advance, TimeSpan elapsed)
    {
        if (elapsed < TimeSpan.FromSeconds(1) || advance.Done <= 0)
            return "";
        var rate = advance.Rate ?? advance.Done / elapsed.TotalSeconds;
        var pace = $"{Decimal(rate)}/s";
        if (advance.Total is not { } total || total <= advance.Done || rate <= 0)
            return pace;
        return $"{pace}, {Duration(advance.Left ?? TimeSpan.FromSeconds((total - advance.Done) / rate))} kvar";
    }
}
