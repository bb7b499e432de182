using System.Text;
using Cairn.Plotting;

namespace Cairn.Reports;

/// <summary>Writes HTML that is well-formed XML too: every element is closed, every text escaped, whatever it holds.</summary>
sealed class HtmlWriter
{
    readonly StringBuilder _html = new();

    /// <summary>Opens an element, which is closed when the scope is disposed.</summary>
    internal Scope Open(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Start(name, attributes);
        _html.Append('>');
        return new Scope(this, name);
    }

    /// <summary>An element with a text.</summary>
    internal void Add(string name, string text, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        using (Open(name, attributes)) Text(text);
    }

    /// <summary>An element without content, such as <c>meta</c>.</summary>
    internal void AddEmpty(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Start(name, attributes);
        _html.Append("/>\n");
    }

    /// <summary>A text.</summary>
    internal void Text(string text) => Escape(text);

    /// <summary>A picture, which Plotting has escaped.</summary>
    internal void Picture(Chart chart) => _html.Append(chart.ToSvg());

    /// <summary>The page's own style sheet, which is not escaped.</summary>
    internal void Style(string css) => _html.Append("<style>\n").Append(css).Append("</style>\n");

    /// <summary>A piece of the page's own markup, not escaped: never a text from outside.</summary>
    internal void Markup(string html) => _html.Append(html);

    /// <summary>The whole document so far.</summary>
    public override string ToString() => "<!DOCTYPE html>\n" + _html;

    void Start(string name, ReadOnlySpan<(string Name, string Value)> attributes)
    {
        _html.Append('<').Append(name);
        foreach (var (attribute, value) in attributes)
        {
            _html.Append(' ').Append(attribute).Append("=\"");
            Escape(value);
            _html.Append('"');
        }
    }

    void Escape(string text)
    {
        foreach (var rune in text.EnumerateRunes())
            switch (rune.Value)
            {
                case '&': _html.Append("&amp;"); break;
                case '<': _html.Append("&lt;"); break;
                case '>': _html.Append("&gt;"); break;
                case '"': _html.Append("&quot;"); break;
                case '\'': _html.Append("&#39;"); break;
                case '\n' or '\t': _html.Append((char)rune.Value); break;
                // What XML forbids, and the marks that turn the direction of the text after them.
                case < 0x20 or (>= 0x7f and < 0xa0) or 0xfffe or 0xffff or (>= 0x202a and <= 0x202e) or (>= 0x2066 and <= 0x2069):
                    _html.Append('\ufffd');
                    break;
                default: _html.Append(rune); break;
            }
    }

    /// <summary>An open element.</summary>
    internal readonly ref struct Scope(HtmlWriter writer, string name)
    {
        /// <summary>Closes it.</summary>
        public void Dispose()
        {
            writer._html.Append("</").Append(name).Append('>');
            if (name is not ("strong" or "code" or "span" or "a")) writer._html.Append('\n');
        }
    }
}
