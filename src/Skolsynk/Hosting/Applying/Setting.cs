using System.Globalization;
using Skolsynk.Hosting.Settings;

namespace Skolsynk.Hosting.Applying;

/// <summary>
/// One thing that can be set, under one name: how it is read from a file and how it is shown. What a file does not name is left
/// as it is; JSON's null clears what may be missing.
/// </summary>
internal sealed record Setting<T>(string Name, Func<T, ObjectReader, T> Read, Func<T, IReadOnlyList<string>> Show)
{
    public static Setting<T> Text(string name, Func<T, string> get, Func<T, string, T> set) =>
        new(name, (t, r) => r.Text(name) is { } v ? set(t, v) : t, t => Shown(get(t)));

    public static Setting<T> Flag(string name, Func<T, bool> get, Func<T, bool, T> set) =>
        new(name, (t, r) => r.Flag(name) is { } v ? set(t, v) : t, t => Shown(get(t) ? "ja" : "nej"));

    public static Setting<T> Choice<TEnum>(string name, Func<T, TEnum> get, Func<T, TEnum, T> set) where TEnum : struct, Enum =>
        new(name, (t, r) => r.Choice<TEnum>(name) is { } v ? set(t, v) : t, t => Shown(ObjectReader.Camel($"{get(t)}")));

    public static Setting<T> Whole(string name, int least, int most, Func<T, int?> get, Func<T, int?, T> set) =>
        new(name, (t, r) => r.IsCleared(name) ? set(t, null) : r.Whole(name, least, most) is { } v ? set(t, v) : t, t => Shown(get(t)));

    public static Setting<T> Decimal(string name, double least, double most, Func<T, double?> get, Func<T, double?, T> set) =>
        new(name, (t, r) => r.IsCleared(name) ? set(t, null) : r.Decimal(name, least, most) is { } v ? set(t, v) : t, t => Shown(get(t)));

    /// <summary>A text that may be missing; <paramref name="problem"/> says in Swedish what is wrong with a value, null when nothing is.</summary>
    public static Setting<T> Optional(string name, Func<T, string?> get, Func<T, string?, T> set, Func<string, string?>? problem = null) =>
        new(name, (t, r) => r.IsCleared(name) ? set(t, null) : Checked(r, name, problem) is { } v ? set(t, v) : t, t => Shown(get(t)));

    private static string? Checked(ObjectReader reader, string name, Func<string, string?>? problem)
    {
        var value = reader.Text(name);
        if (value is null || problem?.Invoke(value) is not { } text)
            return value;
        reader.Note(reader.Member(name)!, text);
        return null;
    }

    private static string[] Shown(IFormattable? value) => value is null ? [] : [value.ToString(null, CultureInfo.InvariantCulture)];

    private static string[] Shown(string? value) => string.IsNullOrEmpty(value) ? [] : [value];
}
