namespace Skolsynk.Sandbox.Municipalities;

/// <summary>Common Swedish names. Which first name meets which family name is chance: nobody in particular is meant.</summary>
internal static class SwedishNames
{
    public static readonly string[] Given = Words(
        """
        Agnes Alice Alma Alva Amanda Amina Anna Astrid Aya Bianca Cecilia Clara Ebba Edith Elin Elisabeth Ella Elsa Emelie Emilia Emma
        Ester Eva Fatima Filippa Freja Frida Greta Hanna Hedda Helena Hilda Ida Ines Ingrid Iris Isabella Jasmine Johanna Josefin Julia
        Juni Karin Kerstin Klara Lea Leia Leila Lilly Linnea Lisa Liv Lovisa Luna Maja Malin Maria Matilda Meja Meryem Mila Minna Moa
        Molly Nadia Nellie Nina Noor Nora Olivia Ottilia Rut Saga Sanna Sara Selma Siri Sofia Stella Svea Thea Tilda Tilde Tuva Tyra
        Vera Victoria Wilma Yasmin Åsa Adam Adrian Ahmed Albin Alexander Alfred Ali Alvin Amir Anders Anton Aron August Axel Benjamin
        Björn Casper Charlie Daniel David Ebbe Eddie Edvin Elias Elliot Elton Emil Erik Felix Filip Frank Fredrik Gabriel Gustav
        Göran Hampus Harry Henry Hjalmar Hugo Isak Ivar Jack Jakob Joel Johan John Jonathan Josef Julian Kalle Karl Kevin Leo Leon
        Liam Linus Loke Loui Love Ludvig Lukas Malte Markus Matteo Max Melvin Melker Mikael Milo Mohammed Nils Noah Noel Ola Oliver
        Olle Omar Oskar Otto Per Ruben Samuel Sigge Simon Sixten Stefan Tage Theo Theodor Thomas Ture Valter Vidar Viggo Viktor
        Vilgot Vincent Wilhelm William Yusuf Åke Örjan
        """);

    public static readonly string[] Family = Words(
        """
        Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson Pettersson Jonsson Jansson Hansson
        Bengtsson Jönsson Lindberg Jakobsson Magnusson Lindström Olofsson Lindqvist Lindgren Berg Axelsson Bergström Lundberg Lind
        Lundgren Lundqvist Mattsson Berglund Fredriksson Sandberg Henriksson Forsberg Sjöberg Ali Wallin Mohamed Engström Eklund
        Danielsson Lundin Håkansson Björk Bergman Gunnarsson Wikström Holm Samuelsson Isaksson Fransson Bergqvist Nyström Holmberg
        Arvidsson Löfgren Söderberg Nyberg Ahmed Blomqvist Claesson Nordström Hassan Mårtensson Lundström Viklund Björklund Eliasson
        Berggren Sandström Nordin Lund Ström Åberg Falk Ekström Hermansson Holmgren Hellström Dahlberg Hedlund Sundberg Sjögren Ek
        Blom Abrahamsson Öberg Martinsson Andreasson Månsson Strömberg Åkesson Hansen Norberg Lindholm Dahl Jonasson Sundström
        Åström Ivarsson Sundqvist Nygren Ekberg Hedberg Bäckström Palm Ibrahim Löfqvist Skoglund Dahlgren Kjellberg Vesterlund
        """);

    /// <summary>Invented places: a first part and a last part make a municipality or a school.</summary>
    public static readonly string[] PlaceStarts = Words(
        "Ek Björk Gran Al Ask Lind Hassel Rönn Sälg Tall En Lärk Vide Ljung Klöver Stor Lill Norr Söder Öster Väster Mellan Djup Ljus Sten");

    public static readonly string[] PlaceEnds = Words("hult dalen åker vik sjö torp backen ängen näset åsen lunden moren heden strand berga");

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
