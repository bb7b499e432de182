using System.Text;
using Cairn.Data;

namespace Cairn.Tests;

/// <summary>What each text reads as. Cells stand as name:kind=value|value..., missing ones empty.</summary>
public class CsvCasesTests
{
    static readonly CsvOptions Plain = new();
    static readonly CsvOptions Semicolon = new() { Separator = ';', DecimalComma = true };
    static readonly CsvOptions NoHeader = new() { HasHeader = false };
    static readonly CsvOptions Header = new() { HasHeader = true };
    static readonly CsvOptions Untrimmed = new() { Trim = false };
    static readonly CsvOptions NoQuotes = new() { Quote = null };
    static readonly CsvOptions Pad = new() { RaggedRows = RaggedRows.Pad };
    static readonly CsvOptions Skip = new() { RaggedRows = RaggedRows.Skip };

    static CsvOptions Typed(string name, ColumnKind kind) => new() { Types = new Dictionary<string, ColumnKind> { [name] = kind } };

    public static TheoryData<string, string, CsvOptions?> Readable()
    {
        var cases = new TheoryData<string, string, CsvOptions?>();
        void Case(string text, string expected, CsvOptions? options = null) => cases.Add(text, expected, options);

        // line ends
        Case("a,b\n1,x\n", "a:n=1 b:c=x");
        Case("a,b\n1,x", "a:n=1 b:c=x");
        Case("a,b\r\n1,x\r\n", "a:n=1 b:c=x");
        Case("a,b\r1,x\r", "a:n=1 b:c=x");
        Case("a,b\r1,x", "a:n=1 b:c=x");
        Case("a,b\r\n1,x\n2,y\r3,z", "a:n=1|2|3 b:c=x|y|z");
        Case("\n\na,b\n1,x\n", "a:n=1 b:c=x");
        Case("a,b\n1,x\n\n\n", "a:n=1 b:c=x");
        Case("a,b\n\n1,x\n\n2,y\n", "a:n=1|2 b:c=x|y");
        Case("a,b\n1,x\n   \n\t\n2,y\n  ", "a:n=1|2 b:c=x|y");
        Case("a,b\n1,x\n\r\r\n\n\r", "a:n=1 b:c=x");

        // one column
        Case("a\n1\n2\n", "a:n=1|2");
        Case("a\n1\n\n2\n\n\n", "a:n=1||2");
        Case("a\n1\n\"\"\n", "a:n=1|");
        Case("a\n\"\"\n", "a:n=");
        Case("a\n\nx\n", "a:c=|x");

        // quotes
        Case("a,b\n\"x,y\",1\n", "a:c=x,y b:n=1");
        Case("a,b\n\"x\ny\",1\n", "a:c=x\ny b:n=1");
        Case("a,b\n\"x\r\ny\",1\n", "a:c=x\r\ny b:n=1");
        Case("a,b\n\"x\ry\",1\n", "a:c=x\ry b:n=1");
        Case("a,b\n\"say \"\"hi\"\"\",1\n", "a:c=say \"hi\" b:n=1");
        Case("a,b\n\"\"\"\",1\n", "a:c=\" b:n=1");
        Case("a,b\n\"\"\"\"\"\",1\n", "a:c=\"\" b:n=1");
        Case("a,b\n\"\",1\n", "a:n= b:n=1");
        Case("a,b\nx\"y,1\n", "a:c=x\"y b:n=1");
        Case("a,b\nx\"y\"z,1\n", "a:c=x\"y\"z b:n=1");
        Case("a,b\n5\" pipe,1\n", "a:c=5\" pipe b:n=1");
        Case("a,b\nx\",1\n", "a:c=x\" b:n=1");
        Case("\"a\",\"b\"\n\"1\",\"x\"\n", "a:n=1 b:c=x");
        Case("\"a,1\",\"b\nc\"\n1,2\n", "a,1:n=1 b\nc:n=2");
        Case("a,b\n \"x,y\" , 1 \n", "a:c=x,y b:n=1");
        Case("a,b\n\t\"x,y\"\t,1\n", "a:c=x,y b:n=1");
        Case("a,b\n\"x\",\"y\"", "a:c=x b:c=y");
        Case("a,b\n\" x \",1\n", "a:c= x  b:n=1");
        Case("a,b\n\",\",\"\n\"\n", "a:c=, b:n=");
        Case("a,b\n\"x,1\n", "a:c=\"x b:n=1", NoQuotes);
        Case("a\tb\n\"x\"\t\"y\n", "a:c=\"x\" b:c=\"y", NoQuotes);
        Case("a,b\n'x,y',1\n", "a:c=x,y b:n=1", new CsvOptions { Quote = '\'' });

        // blanks
        Case("a,b\n  x  ,  1  \n", "a:c=x b:n=1");
        Case("a,b\n  x  ,  1  \n", "a:c=  x   b:n=1", Untrimmed);
        Case(" a , b \n1,2\n", "a:n=1 b:n=2");
        Case("a,b\n x y ,1\n", "a:c=x y b:n=1");
        Case("a,b\n \"x\",1\n", "a:c= \"x\" b:n=1", Untrimmed);

        // separators
        Case("a;b\n1;x\n", "a:n=1 b:c=x");
        Case("a\tb\n1\tx\n", "a:n=1 b:c=x");
        Case("a|b\n1|x\n", "a:n=1 b:c=x");
        Case("a;b\n\"1,2,3\";x\n\"4,5,6\";y\n", "a:c=1,2,3|4,5,6 b:c=x|y");
        Case("a;b\nx, y;1\nz;2\n", "a:c=x, y|z b:n=1|2");
        Case("a,b,c\nx;y,1,2\nz;w,3,4\n", "a:c=x;y|z;w b:n=1|3 c:n=2|4");
        Case("a;b\n1,5;2,5\n3,5;4,5\n", "a:c=1,5|3,5 b:c=2,5|4,5");
        Case("1,5;2,5\n3,5;4,5\n", "column 1:c=1,5|3,5 column 2:c=2,5|4,5", NoHeader);
        Case("a\tb\n1\t\n\t2\n", "a:n=1| b:n=|2");
        Case("a b\n1 2\n", "a:n=1 b:n=2", new CsvOptions { Separator = ' ' });
        Case("a#b\n1#2\n", "a:n=1 b:n=2", new CsvOptions { Separator = '#' });
        Case("a\\b\n1\\2\n", "a:n=1 b:n=2", new CsvOptions { Separator = '\\' });
        Case("abc\n1\n", "abc:n=1");

        // numbers
        Case("a\n1\n-2\n+3\n.5\n5.\n1e3\n1E-3\n-0\n", "a:n=1|-2|3|0.5|5|1000|0.001|-0");
        Case("a\n007\n", "a:n=7");
        Case("a\n0x10\n", "a:c=0x10");
        Case("a\n1_000\n", "a:c=1_000");
        Case("a\n١٢٣\n", "a:c=١٢٣");
        Case("a\n１２\n", "a:c=１２");
        Case("a;b\n1,000;2\n", "a:c=1,000 b:n=2");
        Case("a\n\"1,000\"\n", "a:c=1,000");
        Case("a\n1 000\n", "a:c=1 000");
        Case("a\n$5\n", "a:c=$5");
        Case("a\n50%\n", "a:c=50%");
        Case("a\n(5)\n", "a:c=(5)");
        Case("a\n1-\n", "a:c=1-");
        Case("a\n--1\n", "a:c=--1");
        Case("a\n1e\n", "a:c=1e");
        Case("a\ne5\n", "a:c=e5");
        Case("a\n.\n", "a:c=.");
        Case("a\n+\n", "a:c=+");
        Case("a\n1.2.3\n", "a:c=1.2.3");
        Case("a\n1,5\n2,5\n", "a:c=1,5|2,5", new CsvOptions { Separator = ';' });
        Case("a;b\n1,5;x\n-2,25e1;y\n", "a:n=1.5|-22.5 b:c=x|y", Semicolon);
        Case("a;b\n1.5;x\n", "a:c=1.5 b:c=x", Semicolon);
        Case("a;b\n1.234,5;x\n", "a:c=1.234,5 b:c=x", Semicolon);
        Case("a\n1e-400\n", "a:n=0");
        Case("a\n1.7976931348623157e308\n", "a:n=1.7976931348623157E+308");
        Case("a\n4.9e-324\n", "a:n=5E-324");
        Case("a\n0.1\n0.30000000000000004\n", "a:n=0.1|0.30000000000000004");
        Case("a\n9007199254740992\n", "a:n=9007199254740992");
        Case("a\n9007199254740993\n", "a:c=9007199254740993");
        Case("a\n9007199254740993\n5\n", "a:c=9007199254740993|5");
        Case("a\n9007199254740993\n0.5\n", "a:n=9007199254740992|0.5");
        Case("a\n-9007199254740993\n", "a:c=-9007199254740993");
        Case("a\n100000000000000000000\n", "a:n=1E+20");
        Case("a\n123456789012345678901234567890123456789012345\n", "a:c=123456789012345678901234567890123456789012345");
        Case("a\ninf\nx\n", "a:c=inf|x");
        Case("a\ninf\n-inf\n", "a:c=inf|-inf");
        Case("a\n1\n2\nx\n", "a:c=1|2|x");

        // missing
        Case("a,b\n,1\nNA,2\nN/A,3\nNaN,4\nnan,5\nnull,6\nNULL,7\n?,8\n-,9\n  ,10\n3,11\n", "a:n=||||||||||3 b:n=1|2|3|4|5|6|7|8|9|10|11");
        Case("a\nNA\n", "a:n=");
        Case("a\nNA\nna\n", "a:c=|na");
        Case("a,b\n\"NA\",1\nx,2\n", "a:c=NA|x b:n=1|2");
        Case("a,b\n\"NA\",1\n5,2\n", "a:n=|5 b:n=1|2");
        Case("a,b\n\"NA\",1\nyes,2\n", "a:b=|true b:n=1|2");
        Case("a,b\n\"NA\",1\n", "a:c=NA b:n=1");
        Case("a,b\n\"  \",1\n", "a:n= b:n=1");
        Case("a,b\nNA,1\nmiss,2\n", "a:c=NA| b:n=1|2", new CsvOptions { MissingValues = ["miss"] });
        Case("a,b\n-999,1\n5,2\n", "a:n=|5 b:n=1|2", new CsvOptions { MissingValues = ["-999"] });
        Case("a,b\n,1\n5,2\n", "a:n=|5 b:n=1|2", new CsvOptions { MissingValues = [] });
        Case("a,b\nnan,1\n5,2\n", "a:c=nan|5 b:n=1|2", new CsvOptions { MissingValues = [] });

        // booleans
        Case("a\ntrue\nfalse\n", "a:b=true|false");
        Case("a\nTRUE\nFalse\n", "a:b=true|false");
        Case("a\nYes\nno\n\nNO\n", "a:b=true|false||false");
        Case("a\nyes\ntrue\n", "a:b=true|true");
        Case("a\nyes\nmaybe\n", "a:c=yes|maybe");
        Case("a\n1\n0\n", "a:n=1|0");
        Case("a\n1\n0\nyes\n", "a:b=true|false|true", Typed("a", ColumnKind.Boolean));

        // forced kinds
        Case("a\n01\n", "a:t=01", Typed("a", ColumnKind.Text));
        Case("a\n1\n2\n", "a:c=1|2", Typed("a", ColumnKind.Category));
        Case("a\n9007199254740993\n", "a:n=9007199254740992", Typed("a", ColumnKind.Number));
        Case("a\n\"NA\"\n1\n", "a:n=|1", Typed("a", ColumnKind.Number));
        Case("a\nNA\n", "a:t=", Typed("a", ColumnKind.Text));

        // headers
        Case("1,2\n3,4\n", "column 1:n=1|3 column 2:n=2|4");
        Case("1,x\n3,y\n", "column 1:n=1|3 column 2:c=x|y");
        Case("1,2\n3,4\n", "1:n=3 2:n=4", Header);
        Case("a,b\nc,d\n", "column 1:c=a|c column 2:c=b|d", NoHeader);
        Case(",x\n1,2\n", "column 1:n=1 x:n=2");
        Case("x,,\n1,2,3\n", "x:n=1 column 2:n=2 column 3:n=3");
        Case("column 2,\n1,2\n", "column 2:n=1 column 2':n=2");
        Case("a,A\n1,2\n", "a:n=1 A:n=2");
        Case("a,b\n", "a:n= b:n=");
        Case("a,b", "a:n= b:n=");
        Case("ä,日本\n1,2\n", "ä:n=1 日本:n=2");
        Case("a,b,\n1,2,\n", "a:n=1 b:n=2 column 3:n=");

        // ragged rows
        Case("a,b\n1\n2,3,4\n5,6\n", "a:n=1|2|5 b:n=|3|6", Pad);
        Case("a,b\n1\n2,3,4\n5,6\n", "a:n=5 b:n=6", Skip);

        // others
        Case("\uFEFFa,b\n1,2\n", "a:n=1 b:n=2");
        Case("a\n\uD83D\uDE00\n", "a:c=\uD83D\uDE00");
        Case("a,b\n\u00A0x,1\n", "a:c=\u00A0x b:n=1");
        Case("a\nI\ni\nİ\nı\n", "a:c=I|i|İ|ı");
        return cases;
    }

    [Theory]
    [MemberData(nameof(Readable), DisableDiscoveryEnumeration = true)]
    public void Text_reads_as(string text, string expected, CsvOptions? options)
    {
        Assert.Equal(expected, Show(Table.ParseCsv(text, options ?? Plain)));
    }

    [Theory]
    [MemberData(nameof(Readable), DisableDiscoveryEnumeration = true)]
    public void Encoded_text_reads_as_the_same(string text, string expected, CsvOptions? options)
    {
        if (text.StartsWith('\uFEFF')) text = text[1..];
        Encoding[] encodings = [new UTF8Encoding(false), new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode,
            Encoding.UTF32, new UTF32Encoding(bigEndian: true, byteOrderMark: true)];
        foreach (var encoding in encodings)
        {
            byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];
            Assert.Equal(expected, Show(Table.ReadCsv(new MemoryStream(bytes), options)));
            Assert.Equal(expected, Show(Table.ReadCsv(new Trickle(bytes), options)));
        }
    }

    static string Show(Table table) => string.Join(' ', table.Columns.Select(c =>
        $"{c.Name}:{char.ToLowerInvariant(c.Kind.ToString()[0])}={string.Join('|', Enumerable.Range(0, c.Rows).Select(c.TextAt))}"));

    public static TheoryData<string, long, long?, string, CsvOptions?> Unreadable()
    {
        var cases = new TheoryData<string, long, long?, string, CsvOptions?>();
        void Case(string text, long line, long? column, string says, CsvOptions? options = null) => cases.Add(text, line, column, says, options);

        Case("", 1, null, "nothing");
        Case("\n\n  \n", 1, null, "nothing");
        Case("a,b\n1\n", 2, null, "1 fields where the first row has 2");
        Case("a,b\n1,2\n\n3,4,5\n", 4, null, "3 fields where the first row has 2");
        Case("a,b\n\"x\ny\",2\n3\n", 4, null, "1 fields");
        Case("a,b\r\n1,2\r\n3\r\n", 3, null, "1 fields");
        Case("a,b\r1,2\r3\r", 3, null, "1 fields");
        Case("a,b\n1,2,\n", 2, null, "3 fields");
        Case("a,b\n\"x,1\n2,3\n", 2, 1, "never closed");
        Case("a,b\n1,2\n3,\"x\n2,3\n4,5", 3, 2, "never closed");
        Case("\"", 1, 1, "never closed");
        Case("a,b\n\"x\"\"\n", 2, 1, "never closed");
        Case("a,b\n\"x\"y,1\n", 2, 1, "'y' follows the closing quote");
        Case("a,b\n1,\"x\" y\n", 2, 2, "'y' follows the closing quote");
        Case("a,b\n\"x\"y\"z\",1\n", 2, 1, "'y' follows the closing quote");
        Case("a,b\n1,\"x\" \n", 2, 2, "' ' follows the closing quote", Untrimmed);
        Case("a,b\n1,\"x\" \"y\"\n", 2, 2, "'\"' follows the closing quote");
        Case("a,b\n1,x\0y\n", 2, 2, "NUL");
        Case("a,b\n1,\"x\0y\"\n", 2, 2, "NUL");
        Case("\0", 1, 1, "NUL");
        Case("a,b,a\n1,2,3\n", 1, 3, "columns 1 and 3 are both called 'a'");
        Case("\na, a\n1,2\n", 2, 2, "columns 1 and 2 are both called 'a'");
        Case("a\n1\n1e400\n", 3, 1, "'1e400' is not finite");
        Case("a\n1\n-1e400\n", 3, 1, "not finite");
        Case("a,b\nx,1\ny,inf\n", 3, 2, "'inf' is not finite");
        Case("a,b\nx,1\ny,-Infinity\n", 3, 2, "not finite");
        Case("a,b\nx,1\n\n\ny,+INF\n", 5, 2, "not finite");
        Case("a\n1\nx\n", 3, 1, "'x' is no number", Typed("a", ColumnKind.Number));
        Case("a\n1e999\n", 2, 1, "not finite", Typed("a", ColumnKind.Number));
        Case("b,a\n1,yes\n2,2\n", 3, 2, "'2' is none of true", Typed("a", ColumnKind.Boolean));
        Case("a;b\n1.5;2\n", 2, 1, "'1.5' is no number", Typed("a", ColumnKind.Number) with { DecimalComma = true });
        Case("a\n12345678901\n", 2, 1, "MaxFieldLength = 10", new CsvOptions { MaxFieldLength = 10 });
        Case("a\n\"1234\n\n\n67890\"\n", 5, 1, "its quote opens on line 2", new CsvOptions { MaxFieldLength = 10 });
        Case("a\nx\uD800y\n", 2, null, "surrogate");
        Case("a\n\uDC00\n", 2, null, "surrogate");
        Case("a\nx\uD800", 2, null, "surrogate");
        return cases;
    }

    [Theory]
    [MemberData(nameof(Unreadable), DisableDiscoveryEnumeration = true)]
    public void Text_is_refused(string text, long line, long? column, string says, CsvOptions? options)
    {
        var refusal = Assert.Throws<CairnFormatException>(() => Table.ParseCsv(text, options));
        Assert.Contains(says, refusal.Message);
        Assert.Equal((line, column), (refusal.Line, refusal.Column));
        Assert.Contains($"line {line}", refusal.Message);
    }

    /// <summary>A stream that gives one byte at a time.</summary>
    sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => buffer.IsEmpty ? 0 : base.Read(buffer[..1]);
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(1, count));
    }
}
