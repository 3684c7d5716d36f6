using System.Globalization;

namespace Skolsynk.Sandbox.Municipalities;

/// <summary>All chance of the generator, from one seed: the same seed gives the same municipality everywhere.</summary>
internal sealed class Chance(int seed)
{
    private readonly Random random = new(seed);
    private readonly HashSet<string> codes = new(StringComparer.Ordinal);

    public T Of<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];

    public int Below(int bound) => random.Next(bound);

    /// <summary>A GUID of version 4's form.</summary>
    public Guid NextGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    public string NextId() => NextGuid().ToString("D");

    /// <summary>An unused invented school unit code: eight digits, first 9, the “month” above 12 so that it reads as no date.</summary>
    public string NextCode()
    {
        string code;
        do
            code = string.Create(CultureInfo.InvariantCulture, $"9{random.Next(1000):000}{random.Next(13, 100)}{random.Next(100):00}");
        while (!codes.Add(code));
        return code;
    }

    /// <summary>An invented personal identity number with a valid check digit (serials 980–999 are set apart for tests).</summary>
    public string NextPersonalNumber(int year)
    {
        var ten = string.Create(CultureInfo.InvariantCulture,
            $"{year % 100:00}{random.Next(1, 13):00}{random.Next(1, 29):00}{random.Next(980, 1000)}");
        return string.Create(CultureInfo.InvariantCulture, $"{year / 100}{ten}{CheckDigit(ten)}");
    }

    /// <summary>The Luhn digit of nine digits.</summary>
    internal static int CheckDigit(string nineDigits)
    {
        var sum = 0;
        for (var i = 0; i < nineDigits.Length; i++)
        {
            var product = (nineDigits[i] - '0') * (i % 2 == 0 ? 2 : 1);
            sum += product > 9 ? product - 9 : product;
        }

        return (10 - (sum % 10)) % 10;
    }
}
