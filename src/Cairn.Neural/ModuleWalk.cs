using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Cairn;

/// <summary>What a module is made of: a walk over its fields, outer modules first, each module and parameter once.</summary>
sealed class ModuleWalk
{
    readonly List<(string, Module)> _modules = [];
    readonly List<(string, Parameter)> _parameters = [];
    readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);

    internal IReadOnlyList<(string Path, Module Module)> Modules => _modules;

    internal IReadOnlyList<(string Path, Parameter Parameter)> Parameters => _parameters;

    internal static ModuleWalk Of(Module root)
    {
        var walk = new ModuleWalk();
        walk.Enter("", root);
        return walk;
    }

    void Enter(string path, Module module)
    {
        if (!_seen.Add(module)) return;
        _modules.Add((path, module));
        foreach (var (name, held) in module.Held ?? FieldsOf(module)) Visit(path.Length == 0 ? name : path + "." + name, held);
    }

    void Visit(string path, object? held)
    {
        switch (held)
        {
            case Module module: Enter(path, module); break;
            case Parameter parameter: if (_seen.Add(parameter)) _parameters.Add((path, parameter)); break;
            case Tensor { RequiresGrad: true }:
                throw new InvalidOperationException($"{path} is a tensor that requires a gradient; make the field a Parameter, "
                    + "so that it is drawn, trained and saved");
            case string: break;
            case IDictionary dictionary:
                foreach (var (key, name) in dictionary.Keys.Cast<object>()
                    .Select(k => (k, Name: Convert.ToString(k, CultureInfo.InvariantCulture)!)).OrderBy(k => k.Name, StringComparer.Ordinal))
                    Visit($"{path}.{name}", dictionary[key]);
                break;
            case IEnumerable<object> list when HoldsModules(list):
                int i = 0;
                foreach (object item in list) Visit(Place(path, i++), item);
                break;
            case ITuple tuple:
                for (int t = 0; t < tuple.Length; t++) Visit(Place(path, t), tuple[t]);
                break;
        }
    }

    static string Place(string path, int place) => string.Create(CultureInfo.InvariantCulture, $"{path}.{place}");

    // a list of modules, of parameters, of lists of them, or of tensors, which ought to be parameters; any other enumerable is left alone, since
    // walking it may have effects
    static bool HoldsModules(IEnumerable<object> list) =>
        list.GetType() == typeof(object[]) || list is Tensor[] or List<Tensor> or IEnumerable<Module> or IEnumerable<Parameter>
            or IEnumerable<IEnumerable<Module>> or IEnumerable<IEnumerable<Parameter>>;

    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Module asks for the fields of every class that derives from it")]
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Module asks for the fields of every class that derives from it")]
    static IEnumerable<(string, object)> FieldsOf(Module module)
    {
        var classes = new Stack<Type>();
        for (var type = module.GetType(); type != typeof(Module); type = type.BaseType!) classes.Push(type);
        foreach (var type in classes)
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                if ((!field.FieldType.IsValueType || field.FieldType.IsAssignableTo(typeof(ITuple))) && field.GetValue(module) is { } held)
                    yield return (NameOf(field.Name), held);
    }

    /// <summary>A field's name without decoration: <c>_hidden</c>, <c>&lt;Hidden&gt;k__BackingField</c> and the captured <c>&lt;hidden&gt;P</c>
    /// are all <c>hidden</c>.</summary>
    internal static string NameOf(string field)
    {
        string name = field[0] == '<' ? field[1..field.IndexOf('>', StringComparison.Ordinal)] : field.TrimStart('_');
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
