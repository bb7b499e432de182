using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Cairn.Tests;

/// <summary>Holds every public name of the libraries to a committed list, so that none changes by accident.</summary>
/// <remarks>To rewrite the lists: <c>CAIRN_UPDATE_SURFACE=1 dotnet test --project tests/Cairn.Apps.Tests</c>, then look at the difference.</remarks>
public class PublicSurfaceTests
{
    [Theory]
    [InlineData("Cairn.Numerics")]
    [InlineData("Cairn.Plotting")]
    [InlineData("Cairn.Learning")]
    [InlineData("Cairn.Neural")]
    [InlineData("Cairn")]
    public void Surface_is_the_committed_one(string assembly)
    {
        string path = Path.Combine(Repository.Root, "docs", "api", assembly + ".txt");
        string actual = Describe(Assembly.Load(assembly));
        string expected = File.Exists(path) ? File.ReadAllText(path) : "";
        if (Environment.GetEnvironmentVariable("CAIRN_UPDATE_SURFACE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }
        Assert.Equal(expected, actual);
    }

    static string Describe(Assembly assembly)
    {
        var lines = new List<string>();
        foreach (var type in assembly.GetExportedTypes())
        {
            string kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct"
                : type.IsSubclassOf(typeof(Delegate)) ? "delegate" : type.IsAbstract && type.IsSealed ? "static class" : type.IsAbstract ? "abstract class" : "class";
            lines.Add($"{Name(type)} : {kind}");
            const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
            foreach (var member in type.GetMembers(all).Where(m => !m.IsDefined(typeof(CompilerGeneratedAttribute))))
            {
                string? text = member switch
                {
                    ConstructorInfo c when c.IsPublic || c.IsFamily => $"new({Parameters(c)})",
                    MethodInfo m when (m.IsPublic || m.IsFamily) && !m.IsSpecialName && !m.Name.Contains('<') => $"{m.Name}{Generic(m)}({Parameters(m)}) -> {Name(m.ReturnType)}",
                    MethodInfo m when m.IsPublic && m.Name.StartsWith("op_", StringComparison.Ordinal) => $"{m.Name}({Parameters(m)}) -> {Name(m.ReturnType)}",
                    PropertyInfo p when p.GetMethod is { IsPublic: true } or { IsFamily: true } =>
                        $"{p.Name}{(p.GetIndexParameters().Length > 0 ? "[" + string.Join(", ", p.GetIndexParameters().Select(i => Name(i.ParameterType))) + "]" : "")} {{ get; {(p.SetMethod is { IsPublic: true } s ? s.ReturnParameter.GetRequiredCustomModifiers().Length > 0 ? "init; " : "set; " : "")}}} -> {Name(p.PropertyType)}",
                    FieldInfo { IsPublic: true } f when !f.IsSpecialName => $"{f.Name} -> {Name(f.FieldType)}{(f.IsLiteral ? " = " + f.GetRawConstantValue() : "")}",
                    EventInfo e => $"event {e.Name}",
                    _ => null,
                };
                if (text is not null) lines.Add($"{Name(type)}.{text}");
            }
        }
        lines.Sort(StringComparer.Ordinal);
        return new StringBuilder().AppendJoin('\n', lines).Append('\n').ToString();
    }

    static string Generic(MethodInfo m) => m.IsGenericMethodDefinition ? "<" + string.Join(", ", m.GetGenericArguments().Select(Name)) + ">" : "";

    static string Parameters(MethodBase m) =>
        string.Join(", ", m.GetParameters().Select(p => $"{Name(p.ParameterType)} {p.Name}{(p.HasDefaultValue ? " = " + (p.RawDefaultValue ?? "null") : "")}"));

    static string Name(Type type)
    {
        if (type.IsGenericParameter) return type.Name;
        if (type.IsByRef) return Name(type.GetElementType()!) + "&";
        if (type.IsArray) return Name(type.GetElementType()!) + "[" + new string(',', type.GetArrayRank() - 1) + "]";
        string name = (type.DeclaringType is { } outer ? Name(outer) + "+" : type.Namespace is "System" or null ? "" : type.Namespace + ".") + type.Name.Split('`')[0];
        return type.IsGenericType ? name + "<" + string.Join(", ", type.GetGenericArguments().Select(Name)) + ">" : name;
    }
}
