using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Skolsynk.Hosting.Settings;

/// <summary>Reads a certificate with its private key from a PFX or PEM file.</summary>
internal static class Certificates
{
    /// <summary>Null, with a problem, when it cannot be used.</summary>
    public static X509Certificate2? Load(ConfiguredValue file, string? password, List<string> problems)
    {
        try
        {
            var certificate = X509Certificate2.GetCertContentType(file.Value) == X509ContentType.Pfx
                ? X509CertificateLoader.LoadPkcs12FromFile(file.Value, password)
                : FromPem(file.Value, password);
            if (certificate.HasPrivateKey)
                return certificate;
            problems.Add($"{file.Key} ({file.Origin}): {file.Value} saknar privat nyckel. Godtas: en PFX- eller PEM-fil med certifikat och nyckel.");
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            var why = !File.Exists(file.Value) ? "finns inte" : "går inte att läsa (fel lösenord, ingen åtkomst eller inget certifikat)";
            problems.Add($"{file.Key} ({file.Origin}): {file.Value} {why}. Godtas: en PFX- eller PEM-fil med certifikat och nyckel.");
        }
        return null;
    }

    private static X509Certificate2 FromPem(string file, string? password) => password is null
        ? X509Certificate2.CreateFromPemFile(file)
        : X509Certificate2.CreateFromEncryptedPemFile(file, password);
}
