using StreamActors.Kernel;

namespace StreamActors.Storage.Tests.Secrets;

public sealed class PasswordSpecs
{
    private readonly Passwords _passwords = new();

    [Fact]
    public void The_right_password_is_right_and_no_other_and_no_two_hashes_are_alike()
    {
        var password = new Secret("correct horse battery");
        var (one, two) = (_passwords.Hash(password), _passwords.Hash(password));
        one.ShouldStartWith("argon2id$m=65536,t=3,p=1$");
        one.ShouldNotBe(two);
        _passwords.IsRight(password, one).ShouldBeTrue();
        _passwords.IsRight(password, two).ShouldBeTrue();
        _passwords.IsRight(new Secret("correct horse batterz"), one).ShouldBeFalse();
    }

    /// <summary>Made with libargon2, which older programs used.</summary>
    [Theory]
    [InlineData("argon2id$m=65536,t=3,p=1$MDEyMzQ1Njc4OWFiY2RlZg==$ALrFYrQHh1KWaC4LgENojgm+lPzqMm6ZqmLQ7bREBPw=")]
    [InlineData("argon2id$m=65536,t=3,p=4$MDEyMzQ1Njc4OWFiY2RlZg==$UiBIPUuhY3xdXfQ7N3p/au05phWWk9ACmj5PdtUGaas=")]
    public void A_hash_of_an_older_program_is_still_right(string stored)
    {
        _passwords.IsRight(new Secret("correct horse battery"), stored).ShouldBeTrue();
        _passwords.IsRight(new Secret("correct horse batterz"), stored).ShouldBeFalse();
    }

    [Fact]
    public void A_hash_with_other_numbers_is_read_by_its_own_and_damage_is_told()
    {
        var weak = $"argon2id$m=1024,t=1,p=1${Convert.ToBase64String("saltsaltsalt"u8)}$";
        _passwords.IsRight(new Secret("password"), weak + Convert.ToBase64String(new byte[16])).ShouldBeFalse();
        Should.Throw<FormatException>(() => _passwords.IsRight(new Secret("password"), "md5$x$y$z"));
    }
}
