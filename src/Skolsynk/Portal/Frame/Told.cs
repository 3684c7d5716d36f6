namespace Skolsynk.Portal.Frame;

/// <summary>What a page says of what was just done; only the code stands in the address.</summary>
internal static class Told
{
    /// <summary>Null: nothing, or a code that is not known.</summary>
    public static string? Of(string? code) => code switch
    {
        "started" => "Synken är startad. Den totala överföringen pågår. Du kan stänga sidan.",
        "paused" => "Anslutningen är pausad. Läsningen fortsätter. Inget skickas.",
        "all-paused" => "Alla leverantörer är pausade. Läsningen fortsätter. Inget skickas.",
        "resumed" => "Anslutningen fortsätter. Det som har samlats skickas.",
        "codes" => "Skolenhetskoderna är sparade.",
        "key" => "Nyckeln är sparad.",
        "agreement" => "Avtalet är sparat.",
        "scope" => "Urvalet är sparat.",
        "no-effect" => "Ändringen påverkar ingen just nu. Den sparas och gäller framåt.",
        "preview-overtaken" => "Uppgifterna ändrades medan förhandsvisningen räknades ut. Inget har ändrats. Försök igen.",
        "discarded" => "Förhandsvisningen är slängd. Inget har ändrats.",
        "review-read" => "Beslutet är sparat. Skolsynk läser Microsoft 365 nu och gör det som är beslutat, om källan fortfarande säger detsamma.",
        "review-sent" => "Beslutet är sparat. Borttagningarna skickas nu.",
        "review-kept" => "Beslutet är sparat. Det som behålls är kvar i Skolsynk och hos leverantörerna.",
        "review-gone" => "Granskningen är redan beslutad eller finns inte längre. Inget har ändrats nu. Senaste besluten visar vem som beslutade.",
        "role" => "Behörigheten är sparad. Den gäller från nästa klick.",
        "role-taken" => "Behörigheten är borttagen. Det gäller från nästa klick.",
        "guard" => "Gränserna är sparade.",
        "protected" => "Personen är markerad. Det som leverantörerna har tas bort genast.",
        "unprotected" => "Skyddet är borttaget. Personen skickas som ny vid nästa läsning till de leverantörer vars urval gäller.",
        "protected-group" => "Gruppen är sparad. Den läses vid nästa läsning.",
        "protected-removed" => "Borttagningen hos leverantörerna har börjat.",
        "protected-changed" => "Antalet har ändrats sedan du såg det. Inget har ändrats nu.",
        "sent-again" => "Skickas igen. Det skapar inga dubbletter.",
        _ => null,
    };
}
